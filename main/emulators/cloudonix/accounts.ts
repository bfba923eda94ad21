import type { Account } from '../emulator.ts';
import type { Cast } from './cast.ts';
import type { CloudonixOptions } from './options.ts';
import { prefix, tokenPath } from './server.ts';
import type { Subscriber } from './subscriber.ts';
import type { Tokens } from './tokens.ts';

/** Both are let in with a token, and know how to get another. */
export function makeAccounts(
  origin: string,
  { nora, omar }: Cast,
  tokens: Tokens,
  place: CloudonixOptions['token'],
): Account[] {
  const settingsOf = ({ id, password }: Subscriber, status: string) => ({
    url: `${origin}${prefix}`,
    token: tokens.issue(id),
    tokenPlace: place === 'query' ? 'query' : 'header',
    announce: 'available',
    announceStatus: status,
    tokenUrl: `${origin}${tokenPath}`,
    tokenMethod: 'POST',
    tokenBody: JSON.stringify({ subscriber: id, password }),
    tokenPath: 'authorization.tokens[0].value',
  });
  return [
    { name: 'Nora (demo)', settings: settingsOf(nora, 'Early shift'), keys: [] },
    { name: 'Omar (demo)', settings: settingsOf(omar, 'On the road'), keys: [] },
  ];
}
