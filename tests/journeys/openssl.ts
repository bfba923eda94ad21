import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Somebody with an RSA key, as the `openssl` command makes it. */
export interface Holder {
  name: string;
  /** PEM. */
  certificate: string;
  privateKey: string;
}

/** A place where the `openssl` command makes keys and messages. */
export class OpenSsl {
  readonly #folder = mkdtempSync(join(tmpdir(), 'patchbay-openssl-'));

  makeHolder(name: string): Holder {
    const [key, certificate] = [this.#path(`${name}.key`), this.#path(`${name}.crt`)];
    run(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-noenc',
      '-subj',
      `/CN=${name}`,
      '-days',
      '30',
      '-keyout',
      key,
      '-out',
      certificate,
    );
    return { name, certificate: readFileSync(certificate, 'utf8'), privateKey: readFileSync(key, 'utf8') };
  }

  /** A PKCS#12 container with key and certificate; its path. */
  pack({ name }: Holder, passphrase: string): string {
    const path = this.#path(`${name}.p12`);
    const [key, certificate] = [this.#path(`${name}.key`), this.#path(`${name}.crt`)];
    run('pkcs12', '-export', '-inkey', key, '-in', certificate, '-passout', `pass:${passphrase}`, '-out', path);
    return path;
  }

  /** SHA-256 with RSA. */
  sign(text: string, { name }: Holder): Buffer {
    const path = this.#write('signed', text);
    return run('dgst', '-sha256', '-sign', this.#path(`${name}.key`), path);
  }

  /** A PKCS#7 envelope, PEM. */
  seal(text: string, { name }: Holder): string {
    const path = this.#write('sealed', text);
    const options = ['-encrypt', '-aes256', '-binary', '-outform', 'PEM', '-in', path];
    return run('smime', ...options, this.#path(`${name}.crt`)).toString();
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #write(name: string, text: string): string {
    writeFileSync(this.#path(name), text);
    return this.#path(name);
  }
}

function run(...args: string[]): Buffer {
  return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
}
