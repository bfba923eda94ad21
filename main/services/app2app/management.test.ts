import { describe, expect, it } from 'vitest';
import { certificateSubject, destinationName, Management } from './management.ts';
import { aRestServer } from './rest.fixture.ts';

const uri = 'kld://app2app/m/zzcyl5j5wj/e/e1/s/s1/d/orders';
const theirs = { name: 'orders', uri, kaleido_managed: false, setup_complete: false };
const ours = { name: 'orders', uri, managed: false, ready: false };

async function aManagement(status: number, body: unknown) {
  const { asked, settings, network, signal } = await aRestServer(status, body);
  return { asked, settings, network, signal, management: new Management(settings, network) };
}

describe('Management', () => {
  it('lists with the API key', async () => {
    const { management, asked, signal } = await aManagement(200, [theirs]);
    expect(await management.list(signal)).toEqual([ours]);
    const url = '/manage/app2app/r0%201/destinations';
    expect(asked).toEqual([{ method: 'GET', url, authorization: 'Bearer hunter2', body: '' }]);
  });

  it('creates and says what it made', async () => {
    const { management, asked, signal } = await aManagement(201, theirs);
    expect(await management.create('orders', false, signal)).toEqual(ours);
    expect(asked[0]).toMatchObject({ method: 'PUT', body: '{"kaleido_managed":false}' });
  });

  it('removes, whatever the answer looks like', async () => {
    const { management, asked, signal } = await aManagement(202, '');
    await management.remove('orders', signal);
    expect(asked[0]).toMatchObject({ method: 'DELETE', url: '/manage/app2app/r0%201/destinations/orders' });
  });

  it('says why it was refused, without the key', async () => {
    const { management, signal } = await aManagement(401, 'bad key');
    const refusal = await management.list(signal).catch((error) => error.reason);
    expect(refusal).toMatchObject({ code: 'credentials', detail: 'bad key' });
    expect(JSON.stringify(refusal)).not.toContain('hunter2');
  });

  it('asks nothing without a key', async () => {
    const { settings, network, asked, signal } = await aManagement(200, []);
    const management = new Management({ ...settings, apiKey: undefined }, network);
    expect(management.configured).toBe(false);
    await expect(management.list(signal)).rejects.toMatchObject({ reason: { code: 'settings' } });
    expect(asked).toEqual([]);
  });
});

describe('the names', () => {
  it('are the vendor’s', () => {
    for (const good of ['a', 'my_destination', 'a.b-c', 'x'.repeat(44)])
      expect(destinationName.safeParse(good).success).toBe(true);
    for (const bad of ['', 'A', 'a b', 'a/b', 'x'.repeat(45)])
      expect(destinationName.safeParse(bad).success).toBe(false);
  });

  it('go into the subject of the certificate', () => {
    expect(certificateSubject(ours)).toBe('app2app-zzcyl5j5wj-orders');
  });
});
