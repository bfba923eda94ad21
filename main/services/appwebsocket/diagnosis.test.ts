import { expect, it } from 'vitest';
import { createNetwork } from '../../transports/network.ts';
import { diagnose } from './diagnosis.ts';
import { account } from './peer.fixture.ts';
import { aPeer } from './session.fixture.ts';
import { settings } from './settings.ts';

async function report(given: Record<string, unknown>) {
  const parsed = settings.parse({ ...account, ...given });
  const network = createNetwork(parsed);
  const steps = new Map<string, { state: string; facts: { name: string; value: string }[] }>();
  for await (const { id, ...step } of diagnose(parsed, network, new AbortController().signal)) steps.set(id, step);
  network.close();
  return { states: [...steps].map(([id, { state }]) => `${id} ${state}`), steps };
}

it('goes as far as the login', async () => {
  const peer = await aPeer();
  const { states } = await report({ url: peer.url });
  expect(states.slice(-2)).toEqual(['challenge passed', 'login passed']);
  await expect.poll(() => peer.lines.size).toBe(0);
});

it('shows what the digest was made of', async () => {
  const peer = await aPeer();
  const { states, steps } = await report({ url: peer.url, domain: '' });
  expect(states.at(-1)).toBe('login failed');
  expect(steps.get('login')?.facts[0]?.value).toContain('domain: (empty)');
});

it('leaves other logins to the connection', async () => {
  const peer = await aPeer();
  expect((await report({ url: peer.url, login: 'by-hand' })).states.at(-1)).toBe('login skipped');
  expect((await report({ url: 'conn://x' })).states).toEqual(['address failed']);
});

it('says when no challenge comes', async () => {
  const peer = await aPeer({ challenge: { error: 'busy' } });
  expect((await report({ url: peer.url })).states.at(-1)).toBe('challenge failed');
});
