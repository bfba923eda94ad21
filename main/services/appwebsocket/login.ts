import type { Fact } from '../../../preload/contract/index.ts';
import { compactJson } from './json-text.ts';
import { sha256 } from './session-key.ts';

/** Who logs in, to what: the fields of `AppLogin` that its digest covers. Empty where there is nothing to say. */
export interface Login {
  app: string;
  domain: string;
  sip: string;
  guid: string;
  dn: string;
  /** JSON text of an object; absent is something else than `{}`. */
  info?: string;
}

/** What `AppLogin` needs beside the challenge. */
export interface Ticket {
  login: Login;
  /** 64 hexadecimal digits. */
  digest: string;
  pbxObj: string;
}

/**
 * SHA-256 of the fields, the challenge and the password, joined by colons (vendor's SDK, “AppWebsocket”). `info` counts
 * as its JSON without spaces.
 */
export function digestOf(login: Login, challenge: string, password: string): string {
  const { app, domain, sip, guid, dn, info } = login;
  const fields = [app, domain, sip, guid, dn, ...(info === undefined ? [] : [compactJson(info)]), challenge, password];
  return sha256(fields.join(':'));
}

/** The text of an `AppLogin`. `info` goes out as it is written, because the other end makes its digest of it. */
export function loginText({ login: { info, ...fields }, digest, pbxObj }: Ticket): string {
  const message = JSON.stringify({ mt: 'AppLogin', ...fields, digest, ...(pbxObj !== '' && { pbxObj }) });
  return info === undefined ? message : `${message.slice(0, -1)},"info":${info}}`;
}

/** What went into a digest, in its order, so that what is missing can be seen. */
export function digestFacts({ app, domain, sip, guid, dn, info }: Login, challenge: string): Fact[] {
  return [
    ...Object.entries({ app, domain, sip, guid, dn }).map(([name, value]) => ({ name, value: value || '(empty)' })),
    { name: 'info', value: info === undefined ? '(absent)' : compactJson(info) },
    { name: 'challenge', value: challenge },
    { name: 'password', value: '•••' },
  ];
}
