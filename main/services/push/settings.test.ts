import { describe, expect, it } from 'vitest';
import { fieldErrors } from '../form.ts';
import { addressOf, memoryName, settings } from './settings.ts';

const account = { host: 'socket.push.al', channelUUID: 'uuid-1', hostApi: 'https://new.push.al' };
const parse = (more: object = {}) => settings.parse({ ...account, ...more });

describe('the address', () => {
  it.each([
    ['socket.push.al', 'wss://socket.push.al/socketcluster/'],
    [' socket.push.al:8443 ', 'wss://socket.push.al:8443/socketcluster/'],
    ['wss://socket.push.al', 'wss://socket.push.al/socketcluster/'],
    ['https://socket.push.al/', 'wss://socket.push.al/socketcluster/'],
    ['ws://127.0.0.1:9000', 'ws://127.0.0.1:9000/socketcluster/'],
    ['http://[::1]:9000', 'ws://[::1]:9000/socketcluster/'],
  ])('of %s', (host, url) => {
    expect(addressOf(parse({ host }), undefined).url.href).toBe(url);
  });

  it('has channel and host API in the query, speaks protocol 1, and waits as long as it is told', () => {
    expect(addressOf(parse({ path: '/sc/', answerTimeout: 0.5 }), 'a.jwt')).toEqual({
      url: new URL('wss://socket.push.al/sc/'),
      query: { channelUUID: 'uuid-1', hostApi: 'https://new.push.al' },
      headers: {},
      protocolVersion: 1,
      authToken: 'a.jwt',
      answerTimeout: 500,
    });
  });

  it.each([
    'ftp://host',
    'wss://',
    'host/path',
    'wss://host/path',
    'wss://user:pass@host',
    'wss://host?a=1',
    'a b',
    '',
  ])('refuses %j in the form', (host) => {
    const { error } = settings.safeParse({ ...account, host });
    expect(Object.keys(error ? fieldErrors(error) : {})).toEqual(['host']);
  });

  it('refuses what is no path and no URL', () => {
    const { error } = settings.safeParse({ ...account, path: 'socketcluster', hostApi: 'new.push.al' });
    expect(Object.keys(error ? fieldErrors(error) : {}).sort()).toEqual(['hostApi', 'path']);
  });
});

it('remembers a urn for its channel and the id that was wanted', () => {
  expect(memoryName(parse())).toBe('urn uuid-1');
  expect(memoryName(parse({ sessionId: 'reader' }))).toBe('urn uuid-1 reader');
});
