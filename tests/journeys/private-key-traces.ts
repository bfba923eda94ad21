import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes that are long enough to be met by no accident, and short enough to be whole wherever a key is written. */
const length = 18;

/**
 * Looks for a private key: for a piece of each of its secret numbers, as they are, in hex, or in base64 with or without line
 * breaks. Every encoding of a key, such as PKCS#8 in PEM, holds these numbers somewhere.
 */
export class PrivateKeyTraces {
  readonly #bytes: Buffer[];
  readonly #texts: string[];

  /** `pem`: an RSA key. */
  constructor(pem: string) {
    this.#bytes = secretsOf(pem).map((secret) => {
      const middle = Math.floor(secret.length / 2);
      return secret.subarray(middle, middle + length);
    });
    this.#texts = [...new Set(this.#bytes.flatMap(textsOf))];
  }

  isIn(data: Buffer): boolean {
    if (this.#bytes.some((piece) => data.includes(piece))) return true;
    // Line breaks stand in JSON texts as `\n`.
    const text = data.toString('latin1').replace(/\\[rn]|\s/g, '');
    return this.#texts.some((piece) => text.includes(piece));
  }

  /** Names of the files of a folder that it is in. */
  async files(folder: string): Promise<{ found: string[]; searched: string[] }> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const searched = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const found: string[] = [];
    for (const name of searched) {
      // Lock files and the like come and go.
      const data = await readFile(name).catch(() => Buffer.alloc(0));
      if (this.isIn(data)) found.push(name);
    }
    return { found, searched };
  }
}

/** The numbers that only its holder knows: RFC 8017 3.2. */
function secretsOf(pem: string): Buffer[] {
  const jwk = createPrivateKey(pem).export({ format: 'jwk' });
  return [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map((number) => Buffer.from(number ?? '', 'base64url'));
}

function textsOf(piece: Buffer): string[] {
  const base64 = [0, 1, 2].flatMap((before) => {
    // The first and last characters also hold bits of the neighbours.
    const text = Buffer.concat([Buffer.alloc(before), piece])
      .toString('base64')
      .replace(/=+$/, '');
    const own = text.slice(before === 0 ? 0 : before + 1, -1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...base64, piece.toString('hex'), piece.toString('hex').toUpperCase()];
}
