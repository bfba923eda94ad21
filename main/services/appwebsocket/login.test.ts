import { expect, it } from 'vitest';
import { digestFacts, digestOf, loginText } from './login.ts';
import { digestVectors, serviceVector } from './vectors.fixture.ts';

it.each(digestVectors)('has the digest: $origin', ({ login, challenge, password, digest }) => {
  expect(digestOf(login, challenge, password)).toBe(digest);
});

it('has the digest of a service login', () => {
  const { login, challenge, servicePassword, digest } = serviceVector;
  expect(digestOf(login, challenge, servicePassword)).toBe(digest);
});

it('is the same however info is spaced', () => {
  const [, , third] = digestVectors;
  const { login, challenge, password, digest } = third ?? expect.fail();
  expect(digestOf({ ...login, info: '{\n "cn" : "Test User"\n}' }, challenge, password)).toBe(digest);
});

const login = { app: 'a', domain: '', sip: 's', guid: '', dn: 'D' };

it('writes info as it stands, and leaves out what is not there', () => {
  const ticket = { login: { ...login, info: '{"2":1,"1":12345678901234567890}' }, digest: 'd', pbxObj: '' };
  expect(loginText(ticket)).toBe(
    '{"mt":"AppLogin","app":"a","domain":"","sip":"s","guid":"","dn":"D","digest":"d","info":{"2":1,"1":12345678901234567890}}',
  );
  expect(JSON.parse(loginText({ login, digest: 'd', pbxObj: 'echo' }))).toEqual({
    ...{ mt: 'AppLogin', ...login },
    ...{ digest: 'd', pbxObj: 'echo' },
  });
});

it('shows what the digest was made of, but not the password', () => {
  const shown = digestFacts(login, '4711').map(({ name, value }) => `${name} ${value}`);
  const user = ['app a', 'domain (empty)', 'sip s', 'guid (empty)', 'dn D'];
  expect(shown).toEqual([...user, 'info (absent)', 'challenge 4711', 'password •••']);
});
