import { describe, expect, it } from 'vitest';
import { fieldErrors } from '../form.ts';
import { authorizationOf, endpoint, settings, socketIoAddress } from './settings.ts';

const account = { endpoint: 'wss://host.example/api/v1', user: 'user', password: 'pass' };
const parse = (more: object = {}) => settings.parse({ ...account, ...more });

describe('the address', () => {
  it('has the path as the namespace, and the vendor’s query parameters', () => {
    expect(socketIoAddress(parse())).toEqual({
      url: new URL('https://host.example'),
      namespace: '/api/v1',
      path: '/socket.io',
      query: { auto_commit: 'true', batch_size: '1', batch_timeout: '250' },
      headers: { Authorization: 'Basic dXNlcjpwYXNz' },
      generation: 'auto',
    });
  });

  it.each([
    ['https://host.example', 'https://host.example', '/api/v1'],
    ['ws://127.0.0.1:9000/api/v1/', 'http://127.0.0.1:9000', '/api/v1'],
    ['wss://host.example:8443/other/space', 'https://host.example:8443', '/other/space'],
  ])('of %s', (given, origin, namespace) => {
    const address = socketIoAddress(parse({ endpoint: given }));
    expect([address.url.origin, address.namespace]).toEqual([origin, namespace]);
  });

  it('asks for manual commits and keeps the endpoint’s own parameters', () => {
    const given = { endpoint: 'wss://host.example/api/v1?zone=1', auto_commit: false, read_ahead: 50, generation: '2' };
    expect(socketIoAddress(parse(given))).toMatchObject({
      generation: 2,
      query: { zone: '1', auto_commit: 'false', read_ahead: '50', batch_size: '1', batch_timeout: '250' },
    });
  });

  it('refuses what is not an endpoint, in the form and later', () => {
    for (const wrong of [
      'host.example',
      'ftp://host',
      'wss://',
      'javascript:alert(1)',
      'wss://user:pass@host/api/v1',
    ]) {
      const { error } = settings.safeParse({ ...account, endpoint: wrong });
      expect(Object.keys(error ? fieldErrors(error) : {})).toEqual(['endpoint']);
    }
    expect(() => endpoint({ ...parse(), endpoint: 'nonsense' })).toThrow('not an endpoint');
  });
});

describe('the authorisation', () => {
  it('is Basic, or bare as the vendor’s page has it', () => {
    expect(authorizationOf(parse())).toBe('Basic dXNlcjpwYXNz');
    expect(authorizationOf(parse({ authorization: 'bare' }))).toBe('dXNlcjpwYXNz');
  });
});
