import type { Fact } from '../../preload/contract/index.ts';
import { own } from '../own.ts';
import type { Inspection } from './inspection.ts';

/** JSON Web Token: RFC 7519; signed RFC 7515, encrypted RFC 7516. Nothing of it is verified here. */
const signed = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const encrypted = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/;

/** Nothing where the text is no token. */
export function inspectJwt(text: string): Inspection | undefined {
  if (!signed.test(text) && !encrypted.test(text)) return undefined;
  const parts = text.split('.');
  const header = jsonOf(parts[0]);
  if (!header) return undefined;
  const algorithm = { name: 'Algorithm', value: String(own(header.value, 'alg') ?? 'none stated') };
  if (parts.length === 5) {
    const how = { name: 'Content encryption', value: String(own(header.value, 'enc') ?? 'none stated') };
    return {
      what: 'An encrypted JSON Web Token (JWE). Only its header can be read.',
      facts: [algorithm, how],
      text: header.text,
    };
  }
  const claims = jsonOf(parts[1]);
  if (!claims) return undefined;
  const facts = [algorithm, ...timesOf(claims.value), ...warningsOf(parts[2] ?? '', algorithm.value)];
  const output = `{"header":${header.text},"claims":${claims.text}}`;
  return { what: 'A JSON Web Token. Its signature was not verified.', facts, text: output };
}

function warningsOf(signature: string, algorithm: string): Fact[] {
  if (signature !== '' && algorithm.toLowerCase() !== 'none') return [];
  return [{ name: 'Warning', value: 'It is not signed: anybody may have written it.' }];
}

const times = { iat: 'Issued at', nbf: 'Not valid before', exp: 'Expires at' } as const;
/** Seconds since 1970 of the year 9999: a Date can tell them. */
const latest = 253_402_300_799;

function timesOf(claims: object): Fact[] {
  const facts = Object.entries(times).flatMap(([claim, name]) => {
    const time = own(claims, claim);
    if (typeof time !== 'number' || !(Math.abs(time) <= latest)) return [];
    return [{ name, value: new Date(time * 1000).toISOString() }];
  });
  const end = own(claims, 'exp');
  const isOver = typeof end === 'number' && end * 1000 < Date.now();
  return isOver ? [...facts, { name: 'Warning', value: 'It has expired.' }] : facts;
}

function jsonOf(part: string | undefined): { text: string; value: object } | undefined {
  try {
    const text = Buffer.from(part ?? '', 'base64url').toString('utf8');
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { text, value } : undefined;
  } catch {
    return undefined;
  }
}
