import { describe, expect, it } from 'vitest';
import { readAddressbook } from './addressbook.ts';
import { aRestServer } from './rest.fixture.ts';

const book = [{ membership: '/m1', destinations: [{ uri: 'kld://a', name: 'a' }] }];
const read = async (status: number, body: unknown) => {
  const { asked, settings, network, signal } = await aRestServer(status, body);
  return { asked, answer: readAddressbook(settings, network, signal) };
};

describe('readAddressbook', () => {
  it('asks beside the namespace, with the app credential', async () => {
    const { asked, answer } = await read(200, book);
    expect(await answer).toEqual(book);
    const authorization = `Basic ${Buffer.from('u0abcdefgh:correct horse').toString('base64')}`;
    expect(asked).toEqual([{ method: 'GET', url: '/api/v1/addressbook', authorization, body: '' }]);
  });

  it('drops what it does not know', async () => {
    const { answer } = await read(200, [{ ...book[0], more: 1, ['__proto__']: 2 }]);
    expect(await answer).toEqual(book);
  });

  it.each([
    [401, 'no', 'credentials', false],
    [403, 'no', 'credentials', false],
    [404, 'no', 'http', true],
    [500, '', 'http', true],
    [200, '<html>', 'protocol', true],
    [200, { memberships: [] }, 'protocol', true],
    [200, [{ membership: '/m1', destinations: [{ uri: 1 }] }], 'protocol', true],
  ])('refuses HTTP %i with %j', async (status, body, code, retry) => {
    const { answer } = await read(status, body);
    await expect(answer).rejects.toMatchObject({ retry, reason: { code } });
  });
});
