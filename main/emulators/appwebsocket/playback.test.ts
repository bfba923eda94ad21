import { expect, it, onTestFinished } from 'vitest';
import { startAppwebsocket } from '../appwebsocket.ts';
import type { Account } from '../emulator.ts';
import { aPlayer, type Line, start } from '../tape.fixture.ts';
import { plainClient } from './plain-client.fixture.ts';

const subscribe = '{"mt":"SubscribePresence","api":"PbxApi","src":"rec-1","sip":"erika"}';
const update = '{"mt":"PresenceUpdate", "api":"PbxApi","src":"rec-1","presence":[{"contact":"tel:","note":"Grüße"}]}';
const said = '{ "mt":"Said","api":"Chat","from":"jonas","seed":"1a","encrypted":"00ff" }';
const tape: Line[] = [
  { direction: 'out', kind: 'AppChallenge', args: ['{"mt":"AppChallenge"}'], exchange: 'c' },
  { direction: 'in', kind: 'AppChallengeResult', args: ['{"mt":"AppChallengeResult","challenge":"1"}'], exchange: 'c' },
  { direction: 'out', kind: 'AppLogin', args: ['{"mt":"AppLogin"}'], exchange: 'l' },
  { direction: 'in', kind: 'AppLoginResult', args: ['{"mt":"AppLoginResult","ok":true}'], exchange: 'l' },
  { direction: 'out', kind: 'SubscribePresence', args: [subscribe], exchange: 'p' },
  {
    direction: 'in',
    kind: 'SubscribePresenceResult',
    args: ['{"mt":"SubscribePresenceResult","api":"PbxApi","src":"rec-1","error":7}'],
    exchange: 'p',
    at: start + 64,
  },
  { direction: 'in', kind: 'PresenceUpdate', args: [update], exchange: 'p' },
  { direction: 'in', kind: 'Said', args: [said] },
  { direction: 'in', kind: 'text', args: ['no message'] },
  { direction: 'in', kind: 'binary', args: [null], binaries: [{ path: [0], base64: 'AAH/' }] },
  {
    direction: 'in',
    kind: 'text',
    args: [null],
    binaries: [{ path: [0], base64: Buffer.from('{"mt":').toString('base64') }],
  },
  { direction: 'in', kind: 'Last', args: ['{"mt":"Last"}'] },
];

async function join(options: Parameters<typeof aPlayer>[3] = {}) {
  const emulator = await startAppwebsocket({ port: 0 });
  onTestFinished(() => emulator.stop());
  const played = await aPlayer(emulator, 'appwebsocket', tape, options);
  const { settings } = emulator.accounts[0] as Account;
  const client = await plainClient(emulator.url, { rejectUnauthorized: false });
  onTestFinished(() => client.close());
  const bytes: unknown[] = [];
  client.socket.on('message', (data, isBinary) => isBinary && bytes.push(data));
  return { ...played, client, bytes, login: () => client.login({ app: settings.app }, String(settings.password)) };
}

it('is played to who logs in, message by message', async () => {
  const { client, bytes, player, login } = await join();
  expect(player.state.state).toBe('waiting');
  await login();
  await client.next('Last');
  expect(client.texts.slice(2)).toEqual([update, said, 'no message', '{"mt":', '{"mt":"Last"}']);
  expect(bytes).toEqual([Buffer.from([0, 1, 255])]);
  expect(player.state.skipped).toEqual([
    { reason: 'part of the login, which the emulator does by itself', count: 2 },
    { reason: 'answers a request that no client has made', count: 1 },
  ]);
});

it('answers under the client’s own src, and tells it what follows under that', async () => {
  const { client, clock, player, login } = await join({ speed: 1, paused: true });
  await login();
  client.send({ mt: 'SubscribePresence', api: 'PbxApi', src: 'mine', sip: 'erika' });
  await expect.poll(() => clock.next).toBe(60);
  clock.pass(60);
  const result = { mt: 'SubscribePresenceResult', api: 'PbxApi', src: 'mine', error: 7 };
  expect(await client.next('SubscribePresenceResult')).toEqual(result);
  player.command('step');
  expect(await client.next('PresenceUpdate')).toEqual({ ...JSON.parse(update), src: 'mine' });
  player.command('step');
  await client.next('Said');
  expect(client.texts.at(-1)).toBe(said);
  client.send({ mt: 'SubscribePresence', api: 'PbxApi', src: 'again', sip: 'nobody' });
  expect(await client.next('SubscribePresenceResult', 2)).toMatchObject({ src: 'again', errorText: 'No such user' });
});
