import type {
  CertificateFacts,
  IdentityItem,
  KeyPart,
  KeyReading,
  PeerItem,
  SharedItem,
} from '../preload/contract/index.ts';

const day = 24 * 3600 * 1000;
let lastSerial = 0;

export function aCertificate(name: string, part: Partial<CertificateFacts> = {}): CertificateFacts {
  lastSerial += 1;
  const serial = lastSerial.toString(16).toUpperCase().padStart(4, '0');
  return {
    subject: `C=DE, O=Acme, CN=${name}`,
    issuer: 'C=DE, O=Acme, CN=Acme Root',
    serial,
    fingerprint: `${serial.slice(0, 2)}:${serial.slice(2)}${':AB'.repeat(30)}`,
    notBefore: Date.now() - 100 * day,
    notAfter: Date.now() + 265 * day,
    algorithm: 'RSA 2048',
    authority: false,
    certificate: `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`,
    ...part,
  };
}

const everyItem = () => ({ id: crypto.randomUUID(), demo: false, usedBy: [] });

export function anIdentity(name: string, part: Partial<IdentityItem> = {}): IdentityItem {
  const address = `post://office/${name}`;
  const certified = { ...aCertificate(name), chain: [], warnings: [] };
  return { ...everyItem(), kind: 'identity', address, privateKey: 'kept', ...certified, ...part };
}

export function aPeer(name: string, part: Partial<PeerItem> = {}): PeerItem {
  const certified = { ...aCertificate(name), chain: [], warnings: [] };
  return { ...everyItem(), kind: 'peer', address: `post://office/${name}`, ...certified, ...part };
}

export function aSharedKey(address: string, part: Partial<SharedItem> = {}): SharedItem {
  return { ...everyItem(), kind: 'shared', address, bits: 256, fingerprint: 'FE:ED', key: 'kept', ...part };
}

export function certificatePart(id: string, facts: CertificateFacts, part: Partial<KeyPart> = {}): KeyPart {
  const found = { id, source: 'bob.p12', name: '', warnings: [], chain: [], privateKey: 'none' };
  return { ...found, ...facts, kind: 'certificate', ...part } as KeyPart;
}

type PrivateKeyPart = Extract<KeyPart, { kind: 'private-key' }>;

export function privateKeyPart(id: string, certificate: string | null): PrivateKeyPart {
  const from = certificate === null ? null : { from: 'reading' as const, part: certificate };
  const found = { id, source: 'bob.p12', name: '', algorithm: 'RSA 2048', encrypted: true };
  return { ...found, kind: 'private-key', certificate: from };
}

export function lockedPart(id: string, tried = false): KeyPart {
  const text = tried ? 'This passphrase does not open it.' : 'It needs a passphrase.';
  const encryption = 'PBES2 with scrypt and AES-256-CBC';
  return { id, source: 'bob.p12', name: '', kind: 'locked', what: 'container', encryption, tried, text };
}

export function aReading(parts: KeyPart[], notices: string[] = []): KeyReading {
  return { reading: crypto.randomUUID(), parts, notices };
}
