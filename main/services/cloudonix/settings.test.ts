import { expect, it } from 'vitest';
import { describe as description, formOf } from '../form.ts';
import { messageTypes } from './catalogue.ts';
import { cloudonix } from './service.ts';
import { addressOf, settings } from './settings.ts';

const parse = (more: object = {}) => settings.parse({ url: 'https://host.example/messaging', ...more });

it('puts the token where the profile says', () => {
  expect(addressOf(parse(), 'XI 1')).toEqual({
    url: new URL('https://host.example/messaging'),
    transport: 'auto',
    headers: { Authorization: 'Bearer XI 1' },
    patience: 60_000,
  });
  const query = addressOf(parse({ url: 'wss://host.example/m?zone=1', tokenPlace: 'query' }), 'X+I&');
  expect([query.url.href, query.headers]).toEqual(['https://host.example/m?zone=1&access_token=X%2BI%26', {}]);
  expect(addressOf(parse(), undefined).headers).toEqual({});
});

it.each([
  { url: 'host.example' },
  { url: 'https://user:secret@host.example' },
  { token: 'two words' },
  { token: 'line\nbreak' },
  { tokenUrl: 'ftp://host' },
  { tokenPath: 'a[' },
  { tokenHeaders: [{ name: 'A B', value: '' }] },
  { catalogue: [{ type: 'x', fields: '[]' }] },
  { catalogue: [{ type: 'x', fields: '{' }] },
  { catalogue: [{ type: '' }] },
])('does not take %j', (wrong) => {
  expect(settings.safeParse({ url: 'https://host.example/messaging', ...wrong }).success).toBe(false);
});

it('begins with all message types that are known, and can be edited as a form', () => {
  expect(parse().catalogue).toEqual(messageTypes);
  const documented = messageTypes.filter(({ basis }) => basis === 'documented');
  const names = ['announce', 'unannounce', 'create-channel', 'ack', 'delivery', 'invitation'];
  expect(documented.map(({ type }) => type)).toEqual(names);
  expect(formOf(settings).find(({ name }) => name === 'catalogue')).toMatchObject({
    kind: 'rows',
    default: messageTypes,
  });
  expect(description(cloudonix).actions.map(({ id }) => id)).toEqual([
    'announce',
    'unannounce',
    'create-channel',
    'send',
  ]);
});
