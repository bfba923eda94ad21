import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCertificate } from './certificate.ts';
import type { HeldKey } from './key-ring.ts';

// For tests only: keys, certificates and envelopes as the openssl command makes them.

const folder = mkdtempSync(join(tmpdir(), 'patchbay-openssl-'));

export function path(name: string): string {
  return join(folder, name);
}

/** Runs openssl among its files; answers with what it prints. Fails clearly where there is no openssl 3. */
export function openssl(args: readonly string[], input?: string | Uint8Array): Buffer {
  try {
    return execFileSync('openssl', args, {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 1e9,
      ...(input === undefined ? {} : { input }),
    });
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    if (code === 'ENOENT') throw new Error('These tests need the openssl command, version 3: install openssl.');
    throw new Error(`openssl ${args.join(' ')}: ${stderr?.toString() ?? code}`);
  }
}

export function write(name: string, content: string | Uint8Array): string {
  writeFileSync(path(name), content);
  return name;
}

export interface OpensslIdentity {
  /** Files among openssl's, and their texts. */
  certificateFile: string;
  keyFile: string;
  certificate: string;
  privateKey: string;
  held: HeldKey;
}

const kinds = {
  rsa: ['-newkey', 'rsa:2048'],
  rsa4096: ['-newkey', 'rsa:4096'],
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
} as const;

export function anIdentity(name: string, kind: keyof typeof kinds = 'rsa', ...more: string[]): OpensslIdentity {
  const [certificateFile, keyFile] = [`${name}.crt`, `${name}.key`];
  const subject = ['-subj', `/C=DE/O=Acme, Inc./CN=${name}`];
  const files = ['-keyout', keyFile, '-out', certificateFile];
  openssl(['req', '-x509', '-nodes', '-days', '30', '-utf8', ...kinds[kind], ...subject, ...files, ...more]);
  const certificate = readFileSync(path(certificateFile), 'utf8');
  const privateKey = readFileSync(path(keyFile), 'utf8');
  const { issuer, serial, keyIdentifier } = readCertificate(certificate);
  const held = { id: name, issuer, serial, keyIdentifier, key: createPrivateKey(privateKey) };
  return { certificateFile, keyFile, certificate, privateKey, held };
}
