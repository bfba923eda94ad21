import { expect, it } from 'vitest';
import { shownToken } from './auth-token.ts';

it.each([
  ['eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiYWxpY2UifQ.c2lnbmF0dXJl', 'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiYWxpY2UifQ.•••'],
  ['an opaque.token', '•••'],
  ['', '•••'],
])('shows %s without what lets anybody in', (token, shown) => {
  expect(shownToken(token)).toBe(shown);
});
