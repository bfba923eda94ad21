import { createSecretKey, type KeyObject } from 'node:crypto';
import { type Pem, readBase64, readPem } from '../crypto/pem.ts';
import { CryptoProblem } from '../crypto/problem.ts';
import { isEncrypted, readEncryptedPem } from './encrypted-pem.ts';
import { findInDer } from './find-der.ts';
import { type Found, only, refusal, refused } from './material.ts';

/** Says what a text holds: PEM blocks amid anything, bare base64 of DER, or AES keys as hex or base64, one a line. */
export async function findInText(text: string): Promise<Found> {
  if (text.includes('-----BEGIN ')) return findInPem(text);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const keys = lines.slice(0, 100).map(sharedKeyOf);
  if (lines.length > 0 && keys.every((key) => key !== undefined)) {
    return only(...keys.map((key) => ({ kind: 'shared-key', name: '', key }) as const));
  }
  const spread = sharedKeyOf(lines.join(''));
  if (spread) return only({ kind: 'shared-key', name: '', key: spread });
  const bytes = bytesOf(text);
  if (bytes?.[0] === 0x30) return findInDer(bytes);
  const found = 'There is no key and no certificate in this text.';
  const hint = 'PEM begins with “-----BEGIN”. A shared key is 16, 24 or 32 bytes as hex or base64.';
  return only(refused('nothing-found', found, hint));
}

/** More blocks are not read. */
const blockLimit = 300;

/** One block at a time, so that a damaged one hides no other. */
async function findInPem(text: string): Promise<Found> {
  const [, ...pieces] = text.split('-----BEGIN ', blockLimit + 1);
  const found: Found[] = [];
  for (const piece of pieces) found.push(await findInPiece(`-----BEGIN ${piece}`));
  const materials = found.flatMap((each) => each.materials);
  if (materials.length === 0) return only(refused('nothing-found', 'There is no key and no certificate in this text.'));
  return { materials, notices: found.flatMap(({ notices }) => notices) };
}

async function findInPiece(piece: string): Promise<Found> {
  try {
    const [block] = readPem(piece);
    return block && !ignored.includes(block.label) ? findInBlock(block) : only();
  } catch (error) {
    if (!(error instanceof CryptoProblem)) throw error;
    const reason = piece.includes('-----END ') ? 'damaged' : 'cut-off';
    return only(refused(reason, `This text is damaged: ${error.message}.`, 'Take a fresh copy of it.'));
  }
}

/** They say nothing that the key beside them does not. */
const ignored = ['EC PARAMETERS', 'DH PARAMETERS', 'DSA PARAMETERS'];

const unsupported: Readonly<Record<string, { text: string; hint: string }>> = {
  'OPENSSH PRIVATE KEY': {
    text: 'This is an OpenSSH key.',
    hint: 'Convert a copy with “ssh-keygen -p -m PEM -f <file>”.',
  },
  'PGP PRIVATE KEY BLOCK': { text: 'This is an OpenPGP key, which is of another kind.', hint: '' },
  'PGP PUBLIC KEY BLOCK': { text: 'This is an OpenPGP key, which is of another kind.', hint: '' },
  'DSA PRIVATE KEY': { text: 'This is a DSA key, which can only sign, and is not used by any service here.', hint: '' },
};

async function findInBlock(block: Pem): Promise<Found> {
  const what = thingOf(block.label);
  const other = unsupported[block.label];
  if (other) return only(refused('unsupported', other.text, other.hint));
  try {
    if (isEncrypted(block)) return only(readEncryptedPem(block));
    const found = await findInDer(readBase64(block.body, block.at), what);
    // The end of the armour is there, so that something is missing inside.
    return {
      ...found,
      materials: found.materials.map((one) =>
        isCutOff(one) ? { ...one, reason: 'damaged' as const, text: damaged(what) } : one,
      ),
    };
  } catch (error) {
    return only(refusal(error, what));
  }
}

const isCutOff = (one: Found['materials'][number]) => one.kind === 'refused' && one.reason === 'cut-off';
const damaged = (what: string) => `This ${what} is damaged: some of it is missing.`;

function thingOf(label: string): string {
  if (label.endsWith('PRIVATE KEY')) return 'private key';
  if (label.endsWith('PUBLIC KEY')) return 'public key';
  if (label.endsWith('REQUEST')) return 'certificate request';
  return label.endsWith('CERTIFICATE') ? 'certificate' : 'file';
}

/** Hex, with or without colons, or base64, of 16, 24 or 32 bytes. */
function sharedKeyOf(line: string): KeyObject | undefined {
  const hex = line.replace(/^0x/i, '').replaceAll(/[:\s]/g, '');
  const bytes = /^([\da-f]{2})+$/i.test(hex) ? Buffer.from(hex, 'hex') : bytesOf(line);
  return bytes && [16, 24, 32].includes(bytes.length) ? createSecretKey(bytes) : undefined;
}

/** Base64 or base64url, with or without its padding, and nothing else. */
function bytesOf(text: string): Buffer | undefined {
  const bare = text.replaceAll(/\s/g, '').replace(/={1,2}$/, '');
  if (!/^[\w+/-]+$/.test(bare) || bare.length % 4 === 1) return undefined;
  const bytes = Buffer.from(bare, 'base64url');
  const standard = bare.replaceAll('+', '-').replaceAll('/', '_');
  return bytes.toString('base64url') === standard ? bytes : undefined;
}
