import { expect, it } from 'vitest';
import { chainValue, messageHash } from './hash-chain.ts';
import { vectors } from './vectors.fixture.ts';

it('chains as the desktop client does', () => {
  const { publicKey, messages, hashMessageData, hashValue } = vectors.hashChain;
  const hashes = messages.map((message) => messageHash(message, publicKey));
  expect(hashes).toEqual(hashMessageData);
  let previous: string | undefined;
  const values = hashes.map((hash) => {
    previous = chainValue(hash, previous);
    return previous;
  });
  expect(values).toEqual(hashValue);
});
