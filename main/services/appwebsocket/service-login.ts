import { Refusal } from '../../refusal.ts';
import { isJsonObject } from '../argument.ts';
import type { Answer } from './exchanges.ts';
import type { Pass } from './handshake.ts';
import { memberText } from './json-text.ts';
import { textOf } from './message.ts';
import { SessionKey } from './session-key.ts';

/** The PBX was asked, and gave no login that can be used. */
export class ServiceRefusal extends Refusal {}

/**
 * What a PBX answers to `GetServiceLogin` (vendor's SDK, “Services”): a login made with a password that it alone
 * knows, and the session key, encrypted with that of our connection to it and the seed `salt`. `info` stays the text it
 * is, because the digest was made of it. Throws a {@link Refusal} where it is no login, or the key does not open.
 */
export function readServiceLogin({ reading, text }: Answer, pbxKey: SessionKey): Pass {
  const { body, error } = reading;
  if (error !== undefined) throw denied(error);
  const field = (name: string) => textOf(body, name, 10_000) ?? '';
  const info = memberText(text, 'info');
  const [digest, salt, sealed] = [field('digest'), field('salt'), field('key')];
  if (digest === '' || sealed === '') throw unusable('The answer has no digest or no key.');
  const login = {
    app: field('app'),
    domain: field('domain'),
    sip: field('sip'),
    guid: field('guid'),
    dn: field('dn'),
    ...(info !== undefined && isJsonObject(info) && { info }),
  };
  return { ticket: { login, digest, pbxObj: field('pbxObj') }, key: open(pbxKey, salt, sealed) };
}

function open(pbxKey: SessionKey, salt: string, sealed: string): SessionKey {
  let key: string;
  try {
    key = pbxKey.decrypt(salt, sealed);
  } catch (error) {
    throw unusable(error instanceof Refusal ? error.reason.text : 'Its key does not open.');
  }
  if (!/^[0-9a-f]{64}$/i.test(key)) throw unusable('Its key opens to something that is no session key.');
  return new SessionKey(key);
}

function denied(words: string): Refusal {
  return new ServiceRefusal(
    {
      code: 'credentials',
      text: `The PBX gives no login for this service: ${words}`,
      hint: 'The app object needs Websocket and Services ticked, and the other app ticked in its Apps tab. Check the name of the service too.',
    },
    { retry: false },
  );
}

function unusable(detail: string): Refusal {
  return new ServiceRefusal(
    {
      code: 'protocol',
      text: 'The login that the PBX gave cannot be used.',
      detail,
      hint: 'Connect the profile of the PBX anew, so that both have the same session key.',
    },
    { retry: false },
  );
}
