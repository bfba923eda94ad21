import { expect, it } from 'vitest';
import { started } from '../fixtures/scene.ts';
import { addressOf, open, recorder, sockJsServer } from '../fixtures/sockjs.ts';
import { Cookies } from './cookies.ts';

it('keeps what the server sets, beside cookies of the profile', () => {
  const cookies = new Cookies();
  const headers = { cookie: 'own=1' };
  expect(cookies.addTo(headers)).toBe(headers);
  cookies.take({
    'set-cookie': ['JSESSIONID=a=b; Path=/; HttpOnly', 'route = 2 ;Expires=Thu, 01 Jan 2099 00:00:00 GMT'],
  });
  expect(cookies.addTo(headers)).toEqual({ cookie: 'own=1; JSESSIONID=a=b; route=2' });
  expect(cookies.addTo({})).toEqual({ Cookie: 'JSESSIONID=a=b; route=2' });
});

it('drops what ends at once, and takes nothing that is no cookie', () => {
  const cookies = new Cookies();
  cookies.take({ 'set-cookie': ['a=1', 'b=2', 'c=3; Max-Age=60'] });
  cookies.take({ 'set-cookie': ['a=; Max-Age=0', 'b=x; max-age=-1', '=1', 'none', '', `long=${'x'.repeat(5000)}`] });
  expect(cookies.addTo({})).toEqual({ Cookie: 'c=3' });
  cookies.take({});
  cookies.take({ 'set-cookie': Array.from({ length: 1000 }, (_, number) => `n${number}=1`) });
  expect(cookies.addTo({}).Cookie?.split('; ')).toHaveLength(50);
});

it.each(['xhr-streaming', 'xhr-polling'] as const)(
  'finds the server of a session again by them, over %s',
  async (transport) => {
    // A load balancer: the first answer says where the session is, and it is nowhere else.
    const server = await started(
      sockJsServer({
        options: { jsessionid: true },
        gate: ({ url = '', headers }) => (url.endsWith('/xhr_send') && headers.cookie !== 'JSESSIONID=dummy' ? 404 : 0),
      }),
    );
    const told = recorder();
    const line = await open(addressOf(server.port, { transport }), told);
    line.send('hello');
    await expect.poll(() => told.messages).toEqual(['hello']);
    line.close();
  },
);
