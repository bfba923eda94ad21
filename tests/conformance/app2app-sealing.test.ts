import { describe, expect, it } from 'vitest';
import { app2app } from '../../main/services/app2app/service.ts';
import type { App2AppSession } from '../../main/services/app2app/session.ts';
import { aMemory } from '../../main/services/service.fixture.ts';
import { aDemo, deliveries, judged, type Player } from './app2app-demo.fixture.ts';

const options = { generation: 4, dialect: 'headers' } as const;

const produce = (from: Player, to: string, more: Record<string, unknown> = {}) =>
  from.perform({
    action: 'produce',
    input: { from: from.uri, to, content: { as: 'text', text: 'Grüße' }, key: 'k', ...more },
  });

const steps = (player: Player) => player.of('produce').map(({ steps }) => steps.map(({ name }) => name));

describe('sealing against the emulator', () => {
  it.each([
    ['cbc', 'pkcs1'],
    ['cbc', 'oaep'],
    ['gcm', 'pkcs1'],
    ['gcm', 'oaep'],
  ])('a content sealed with %s and %s is opened by its recipient', async (cipher, transport) => {
    const { alice, bob } = await aDemo(options);
    await produce(alice, bob.uri, { seal: 'always', cipher, transport });
    await expect.poll(() => steps(alice)).toEqual([['acknowledged', 'delivered']]);
    await expect.poll(() => deliveries(bob)).toHaveLength(1);
    expect(await judged(bob)).toMatchObject([
      {
        opened: { state: 'opened', by: bob.uri },
        signature: { state: 'verified', by: alice.uri },
        inside: 'Grüße',
        preview: 'Grüße',
      },
    ]);
  });

  it('the sender can open it only where it is sealed for them too', async () => {
    const { alice, bob } = await aDemo(options);
    await produce(bob, alice.uri, { seal: 'always' });
    await produce(bob, alice.uri, { seal: 'always', sealFor: [alice.uri, bob.uri] });
    const verdicts = bob.of('produce').map(({ draft }) => app2app.judge?.(draft.args, bob.lens, aMemory()));
    expect(await Promise.all(verdicts)).toMatchObject([
      { opened: { state: 'locked' }, signature: { state: 'verified' } },
      { opened: { state: 'opened' }, signature: { state: 'verified' }, inside: 'Grüße' },
    ]);
    expect(bob.of('produce').map(({ draft }) => draft.opened)).toEqual([{ state: 'pending' }, { state: 'pending' }]);
  });

  it('whose certificate is missing is named, and nothing is sent', async () => {
    const { alice, bob } = await aDemo(options);
    const sealFor = [bob.uri, 'kld://nobody', 'kld://nowhere'];
    await expect(produce(alice, bob.uri, { seal: 'always', sealFor })).rejects.toThrow(
      'There is no certificate for kld://nobody and kld://nowhere in the keyring.',
    );
    expect(alice.of('produce')).toEqual([]);
    await produce(alice, bob.uri, { seal: 'auto', sealFor });
    expect(alice.of('produce')[0]?.draft.opened).toEqual({ state: 'plain' });
  });

  it('is previewed as it is then sent', async () => {
    const { bob, alice } = await aDemo(options);
    const input = { from: bob.uri, to: alice.uri, content: { as: 'text', text: 'Grüße' }, key: 'k' };
    const action = app2app.actions.produce;
    const session = bob.session as App2AppSession;
    const preview = await action?.preview?.(session, action.input.parse(input));
    expect(preview).toMatchObject({ kind: 'produce', limit: { bytes: 1_000_000 }, marks: [] });
    expect(preview?.facts).toContainEqual({ name: 'Signed by', value: bob.uri });
    expect(bob.of('produce')).toEqual([]);
    await bob.perform({ action: 'produce', input });
    expect(bob.of('produce')[0]?.draft.args).toEqual(preview?.args);
    await session.close();
    expect(await action?.preview?.(session, action.input.parse(input))).toEqual(preview);
  });
});

describe.each(['headers', 'flat'] as const)('broken on purpose, %s: the emulator refuses', (dialect) => {
  it.each([
    ['wrong-key', 'Invalid signature'],
    ['changed-content', 'Invalid signature'],
    ['other-content', 'Invalid signature'],
    ['no-signature', 'Missing signature'],
  ])('%s', async (flaw, why) => {
    const { alice, bob } = await aDemo({ generation: 2, dialect });
    for (const seal of ['never', 'always']) await produce(bob, alice.uri, { flaw, seal });
    await expect.poll(() => steps(bob)).toEqual([['refused'], ['refused']]);
    for (const { draft, steps } of bob.of('produce')) {
      expect(draft.marks).toEqual([expect.stringMatching(/^broken on purpose: /)]);
      expect(draft.resend?.input).toMatchObject({ flaw });
      expect(steps[0]?.text).toContain(why);
    }
    expect(deliveries(alice)).toEqual([]);
    await produce(bob, alice.uri);
    await expect.poll(() => steps(bob).at(-1)).toEqual(['acknowledged', 'delivered']);
    expect(bob.of('produce').at(-1)?.draft.marks).toEqual([]);
  });
});

describe('broken on purpose: the service cannot see it, the recipient does', () => {
  it.each([
    ['damaged-envelope', 'cbc', 'broken'],
    ['damaged-envelope', 'gcm', 'broken'],
    ['wrong-recipient', 'cbc', 'locked'],
  ])('%s with %s is %s', async (flaw, cipher, state) => {
    const { alice, bob } = await aDemo(options);
    await produce(alice, bob.uri, { flaw, seal: 'always', cipher });
    await expect.poll(() => steps(alice)).toEqual([['acknowledged', 'delivered']]);
    await expect.poll(() => deliveries(bob)).toHaveLength(1);
    expect(await judged(bob)).toMatchObject([{ opened: { state }, signature: { state: 'verified' } }]);
  });
});
