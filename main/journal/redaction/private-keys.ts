import type { Rule } from './rule.ts';

const pem =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;
/** Also over several lines, and with line ends as they stand in JSON text. */
const base64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{40,}(?:(?:\r?\n|\\r\\n|\\n)[A-Za-z0-9+/_-]+)*={0,2}/g;

/** PEM of any private key; PKCS#8, PKCS#1 and SEC 1 in base64 without it. */
export const privateKeys: Rule = (text, aliases) => {
  if (text.length < 40) return text;
  const withoutPem = text.includes('PRIVATE KEY') ? text.replace(pem, (key) => aliases.of('private-key', key)) : text;
  return withoutPem.replace(base64, (found) => (isPrivateKey(found) ? aliases.of('private-key', found) : found));
};

/** By the first elements of the DER: a version, then an algorithm, a large number or a short octet string. */
function isPrivateKey(base64: string): boolean {
  if (!base64.startsWith('M')) return false;
  const der = Buffer.from(base64.slice(0, 40), 'base64');
  if (der[0] !== 0x30) return false;
  const length = der[1] ?? 0;
  const body = der.subarray(2 + (length > 0x80 ? length - 0x80 : 0));
  if (body[0] !== 0x02 || body[1] !== 0x01) return false;
  const [version, next, size] = [body[2], body[3], body[4] ?? 0];
  if (version === 0) return next === 0x30 ? isAlgorithm(body.subarray(3)) : next === 0x02 && size > 0x20;
  return version === 1 && ((next === 0x04 && size >= 16) || (next === 0x30 && isAlgorithm(body.subarray(3))));
}

/** A sequence that begins with an object identifier. */
function isAlgorithm(der: Uint8Array): boolean {
  return der[0] === 0x30 && der[2] === 0x06;
}
