import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const week = 7 * 24 * 3600;

/** JWTs with HS256 that are good for a week (RFC 7519; payload observed on bowl-cloud). */
export class Tokens {
  #secret = randomBytes(32);

  /** `issued`: seconds since 1970. */
  issue(userId: string, email: string, issued = Math.floor(Date.now() / 1000)): string {
    const head = part({ alg: 'HS256', typ: 'JWT' });
    const body = part({ userId, email, iat: issued, exp: issued + week });
    return `${head}.${body}.${this.#sign(`${head}.${body}`)}`;
  }

  /** Whose it is, if it is ours and good. */
  read(token: unknown): string | undefined {
    if (typeof token !== 'string') return undefined;
    const [head = '', body = '', signature = ''] = token.split('.');
    const [given, ours] = [Buffer.from(signature), Buffer.from(this.#sign(`${head}.${body}`))];
    if (given.length !== ours.length || !timingSafeEqual(given, ours)) return undefined;
    const { userId, exp } = JSON.parse(Buffer.from(body, 'base64url').toString());
    return exp * 1000 > Date.now() ? userId : undefined;
  }

  /** Nothing that was issued before is good any more. */
  revoke(): void {
    this.#secret = randomBytes(32);
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
