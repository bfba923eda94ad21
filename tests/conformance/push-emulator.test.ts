import { describe, expect, it, onTestFinished } from 'vitest';
import type { Account, Emulator } from '../../main/emulators/emulator.ts';
import { startPush } from '../../main/emulators/push.ts';
import { push } from '../../main/services/push/service.ts';
import { type Playing, play } from './playing.ts';

async function anEmulator(options: Record<string, unknown> = {}): Promise<Emulator> {
  const emulator = await startPush({ port: 0, ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

/** The accounts of the demo, with what an earlier session has kept. */
function aVisitor({ accounts }: Emulator, memory?: Map<string, string>): Playing {
  const { settings } = accounts[0] as Account;
  const playing = play(push, { ...settings, answerTimeout: 2 });
  for (const [name, text] of memory ?? []) playing.memory.set(name, text);
  return playing;
}

const messages = ({ of }: Playing) => of('message').map(({ draft }) => draft);
const say = ({ perform }: Playing, text: string) => perform({ action: 'send', input: { text } });

describe.each([
  { slot: 'error', registration: 'text' },
  { slot: 'error', registration: 'object' },
  { slot: 'data', registration: 'text' },
  { slot: 'data', registration: 'object' },
] as const)('against the emulator, $registration in the $slot slot', (options) => {
  it('a conversation goes from button to button', async () => {
    const visitor = aVisitor(await anEmulator(options));
    await visitor.connect();
    await say(visitor, 'Hello');
    for (const [index, label] of ['Find a book', 'Sailing'].entries()) {
      await expect.poll(() => messages(visitor)).toHaveLength(index + 1);
      const offer = messages(visitor)[index]?.offers?.find((each) => each.label === label);
      await visitor.perform({ action: offer?.action ?? '', input: offer?.input ?? {} });
    }
    await expect.poll(() => messages(visitor)).toHaveLength(3);
    const urls = messages(visitor)[2]?.links?.map(({ url }) => url);
    expect(urls).toContain('https://example.org/books/slocum');
    expect(messages(visitor).flatMap(({ marks }) => marks)).toEqual([]);
  });
});

it('is taken up again without registering, and the personas are told apart', async () => {
  const emulator = await anEmulator();
  const first = aVisitor(emulator);
  await first.connect();
  await first.end();
  const second = aVisitor(emulator, first.memory);
  emulator.talk();
  await second.connect();
  expect(second.of('registerUser')).toEqual([]);
  await expect
    .poll(() => messages(second).map(({ marks }) => marks), { timeout: 5000 })
    .toEqual([[], ['not for this session']]);
});

it('gives a wanted id', async () => {
  const emulator = await anEmulator();
  const { settings } = emulator.accounts[1] as Account;
  const reader = play(push, settings);
  await reader.connect();
  expect([...reader.memory.values()]).toEqual(['reader-4711']);
});

it('fails with the answer where no session is to be had', async () => {
  const visitor = aVisitor(await anEmulator({ registration: 'no-urn' }));
  await expect(visitor.connect()).rejects.toMatchObject({
    retry: false,
    reason: { code: 'protocol', detail: expect.stringContaining('could not be registered') },
  });
});

describe('faults', () => {
  it('are seen as what they are', async () => {
    const emulator = await anEmulator({ ping: 200 });
    const visitor = aVisitor(emulator);
    await visitor.connect();
    await emulator.commit({ fault: 'duplicate' });
    await expect.poll(() => messages(visitor)).toHaveLength(2);
    await emulator.commit({ fault: 'malformed' });
    await expect.poll(() => visitor.of('frame').map(({ draft }) => draft.args[0])).toContain('this is not JSON');
    await say(visitor, 'Hello');
    await expect.poll(() => messages(visitor).at(-1)?.preview).toContain('Harbour Library');
    await emulator.commit({ fault: 'kick' });
    await expect
      .poll(() => visitor.losses.map(({ retry, reason }) => [retry, reason.code]))
      .toEqual([[true, 'server-closed']]);
    expect(visitor.losses[0]?.reason.detail).toContain('An operator ended this connection');
    expect(visitor.of('#kickOut')).toHaveLength(1);
    await emulator.commit({ fault: 'refuse', on: true });
    await expect(visitor.connect()).rejects.toMatchObject({
      reason: { code: 'credentials', detail: expect.stringContaining('No new connections') },
    });
    await emulator.commit({ fault: 'refuse', on: false });
    await visitor.connect();
    await emulator.commit({ fault: 'no-acknowledgement', on: true });
    await visitor.perform({ action: 'get-suggestions', input: { text: 'open' } });
    await expect.poll(() => visitor.of('getSuggestions')[0]?.steps[0]?.name, { timeout: 5000 }).toBe('unanswered');
  });

  it('a revoked session is silent until it is registered anew', async () => {
    const emulator = await anEmulator();
    const visitor = aVisitor(emulator);
    await visitor.connect();
    await emulator.commit({ fault: 'revoke' });
    await expect.poll(() => visitor.losses).toHaveLength(1);
    await visitor.connect();
    await say(visitor, 'into the void');
    await visitor.perform({ action: 'register-anew', input: {} });
    await say(visitor, 'Hello');
    await expect.poll(() => messages(visitor)).toHaveLength(1);
    expect(new Set(visitor.of('registerUser').map(({ steps }) => steps[0]?.name))).toEqual(new Set(['registered']));
  });

  it('a revoked session that is refused is replaced', async () => {
    const emulator = await anEmulator({ revoked: 'refused' });
    const visitor = aVisitor(emulator);
    await visitor.connect();
    const before = [...visitor.memory.values()];
    await emulator.commit({ fault: 'revoke' });
    await expect.poll(() => visitor.losses).toHaveLength(1);
    await visitor.connect();
    expect(visitor.of('session refused')).toHaveLength(1);
    expect([...visitor.memory.values()]).not.toEqual(before);
    await say(visitor, 'Hello');
    await expect.poll(() => messages(visitor)).toHaveLength(1);
  });
});
