import { expect, it } from 'vitest';
import { dialable } from './address.ts';
import { account } from './peer.fixture.ts';
import { addressOf, settings } from './settings.ts';

const problems = (given: object) => {
  const parsed = settings.safeParse({ url: 'wss://pbx/PBX0/APPS/websocket', password: 'x', ...given });
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
};

it('needs a password only to log in with it, and a PBX and a service only to log in through one', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ password: undefined })).toEqual(['password']);
  expect(problems({ password: undefined, login: 'by-hand' })).toEqual([]);
  expect(problems({ password: undefined, login: 'through' })).toEqual(['through', 'service']);
});

it('refuses addresses, info and messages that are none', () => {
  expect(problems({ url: 'ftp://x' })).toEqual(['url']);
  expect(problems({ url: 'wss://user:password@x/' })).toEqual(['url']);
  expect(problems({ info: '[1]' })).toEqual(['info']);
  expect(problems({ greetings: ['{"mt":"X"}', '{}', 'x'] })).toEqual(['greetings.1', 'greetings.2']);
  expect(problems({ mappings: [{ prefix: 'http:', base: 'x' }] })).toEqual(['mappings.0.prefix', 'mappings.0.base']);
});

it('takes http for ws, and keeps path and query', () => {
  const given = settings.parse({ ...account, url: 'https://pbx.example.com:8443/PBX0/APPS/websocket?a=1' });
  expect(addressOf(given)).toMatchObject({ frameLimit: 16_384, heartbeat: 30_000 });
  expect(addressOf(given).url.href).toBe('wss://pbx.example.com:8443/PBX0/APPS/websocket?a=1');
});

it('maps conn: by the longest prefix', () => {
  const mappings = [
    { prefix: 'conn:', base: 'ws://any/' },
    { prefix: 'conn://ap', base: 'wss://ap.example.com' },
  ];
  expect(dialable('conn://ap/x', mappings).href).toBe('wss://ap.example.com/x');
  expect(dialable('conn:other', mappings).href).toBe('ws://any/other');
  expect(() => dialable('conn://ap/x', [])).toThrow(/App Platform/);
  expect(() => dialable('javascript:alert(1)', mappings)).toThrow(/connected/);
});
