import type { IncomingHttpHeaders } from 'node:http';

/** A server can set cookies without end. */
const most = 50;
const longest = 4096;

/**
 * The cookies of one line: load balancers find the server of a session by them (sockjs-protocol 0.3.3, “Sticky
 * sessions”). They are only ever sent to where they came from, so domain, path and lifetime are not looked at; a cookie
 * that is set to end at once is dropped.
 */
export class Cookies {
  readonly #jar = new Map<string, string>();

  /** From an answer of the server. */
  take({ 'set-cookie': cookies = [] }: IncomingHttpHeaders): void {
    for (const cookie of cookies) {
      const [pair = '', ...attributes] = cookie.split(';');
      const equals = pair.indexOf('=');
      const name = pair.slice(0, Math.max(0, equals)).trim();
      if (name === '' || pair.length > longest) continue;
      this.#jar.delete(name);
      const over = attributes.some((attribute) => /^\s*max-age\s*=\s*(-|0\s*$)/i.test(attribute));
      if (!over && this.#jar.size < most) this.#jar.set(name, pair.slice(equals + 1).trim());
    }
  }

  /** These headers, with the cookies beside those they have. */
  addTo(headers: Record<string, string>): Record<string, string> {
    if (this.#jar.size === 0) return headers;
    const name = Object.keys(headers).find((header) => header.toLowerCase() === 'cookie') ?? 'Cookie';
    const own = headers[name] ? [headers[name]] : [];
    return { ...headers, [name]: [...own, ...[...this.#jar].map(([key, value]) => `${key}=${value}`)].join('; ') };
  }
}
