import { describe, expect, it } from 'vitest';
import { describe as describeService } from '../form.ts';
import { bowl } from './service.ts';
import { apiUrl, settings, socketIoAddress, suiteOf } from './settings.ts';

const account = { server: 'https://bowl.example.com', email: 'a@example.com', password: 'x' };
const read = (more: Record<string, unknown> = {}) => settings.parse({ ...account, ...more });

describe('settings', () => {
  it.each([
    ['', '/login', '/socket.io'],
    ['v1', '/v1/login', '/v1/socket.io'],
    ['/v1/', '/v1/login', '/v1/socket.io'],
    ['//a/b//', '/a/b/login', '/a/b/socket.io'],
  ])('lead under the prefix “%s”', (prefix, api, engine) => {
    const found = read({ prefix });
    expect(apiUrl(found, '/login').href).toBe(`https://bowl.example.com${api}`);
    expect(socketIoAddress(found, 'jwt')).toMatchObject({
      url: new URL('https://bowl.example.com'),
      namespace: '/',
      path: engine,
      headers: { token: 'jwt' },
      generation: 4,
    });
  });

  it('keep a path of the server’s own', () => {
    const found = read({ server: 'http://host:81/behind/', prefix: 'v1' });
    expect(apiUrl(found, '/user/getUserDetails?email=a%40b').href).toBe(
      'http://host:81/behind/v1/user/getUserDetails?email=a%40b',
    );
    expect(socketIoAddress(found, '').path).toBe('/behind/v1/socket.io');
  });

  it.each([{ server: 'bowl' }, { server: 'ftp://x' }, { server: 'https://u:p@x' }, { email: 'a' }, { prefix: 'a?b' }])(
    'refuse %o',
    (wrong) => {
      expect(settings.safeParse({ ...account, ...wrong }).success).toBe(false);
    },
  );

  it('choose the encryption', () => {
    expect(suiteOf(read({ rsa: 'oaep-sha256' }))).toEqual({
      rsa: 'pkcs1',
      groupKey: 'base64text',
      symmetric: 'cbc-fixed-iv',
    });
    const own = { encryption: 'own', rsa: 'oaep-sha256', groupKey: 'raw', symmetric: 'gcm-prefixed-iv' };
    expect(suiteOf(read(own))).toEqual({ rsa: 'oaep-sha256', groupKey: 'raw', symmetric: 'gcm-prefixed-iv' });
  });
});

it('shows the limit of a message while it is typed', () => {
  const form = describeService(bowl).actions.find(({ id }) => id === 'message-contact')?.form;
  expect(form?.find(({ name }) => name === 'text')).toMatchObject({ kind: 'text', maximumBytes: 245, multiline: true });
});
