import { describe, expect, it } from 'vitest';
import { readKeptGroups } from './group-keys.ts';
import { aKey } from './keys.fixture.ts';
import { bowl } from './service.ts';
import { ada, anEmulator, aPair, aSession, ben, carol, steps } from './session.fixture.ts';

const own = { encryption: 'own', rsa: 'oaep-sha256', groupKey: 'raw', symmetric: 'gcm-prefixed-iv' };

describe.each([{ encryption: 'bowl-v1' }, own])('between two sessions, with $encryption', (encryption) => {
  it('a contact is requested, accepted, written to', async () => {
    const emulator = await anEmulator();
    const [alice, bob] = await aPair(emulator, encryption);
    const asked = await alice.done('request-contact', { email: ben });
    await expect.poll(() => steps(asked)).toEqual(['acknowledged']);
    expect(alice.context.directory.get('contact', ben)?.detail).toMatch(/ben@example.com · key ([0-9A-F]{4} ?){16}$/);

    await expect.poll(() => bob.of('contactRequestReceived').length).toBe(1);
    const { draft } = bob.of('contactRequestReceived')[0] ?? {};
    expect(draft).toMatchObject({ from: ada, preview: 'Ada asks to be a contact' });
    const accept = draft?.offers?.find(({ label }) => label === 'Accept');
    expect(bob.context.directory.get('request', `contact ${ada}`)?.offers).toContainEqual(accept);
    const accepted = await bob.done(accept?.action ?? '', accept?.input);
    await expect
      .poll(() => accepted, { timeout: 5000 })
      .toMatchObject({
        waiting: false,
        steps: [{ name: 'sent', tone: 'plain' }],
      });
    expect(bob.context.directory.list('request')).toEqual([]);
    await expect.poll(() => [alice.presence(ben), bob.presence(ada)]).toEqual(['online', 'online']);

    const sent = await alice.done('message-contact', { to: ben, text: 'Grüße €😀' });
    await expect.poll(() => steps(sent)).toEqual(['acknowledged']);
    expect(sent).toMatchObject({
      draft: { kind: 'contactChatMessage', to: ben, preview: 'Grüße €😀' },
      judgement: { opened: { state: 'opened' }, inside: 'Grüße €😀' },
    });
    expect(JSON.stringify(sent.draft.args)).not.toContain('Grüße');
    await expect.poll(() => bob.of('contactChatMessage').length).toBe(1);
    expect(bob.of('contactChatMessage')[0]?.draft).toMatchObject({
      from: ada,
      opened: { state: 'pending' },
      marks: [],
    });
    expect(await bob.judged('contactChatMessage')).toMatchObject([
      { opened: { state: 'opened', by: 'our own key' }, signature: { state: 'unsigned' }, inside: 'Grüße €😀' },
    ]);
    expect(emulator.crashes).toBe(0);
  });

  it('a group is made, entered, written to', async () => {
    const emulator = await anEmulator();
    const [alice, bob] = await aPair(emulator, encryption);
    const { text } = await alice.perform('create-group', { name: 'Crew', description: 'All hands' });
    expect(text).toContain('Crew');
    const [group] = alice.context.directory.list('group').filter(({ title }) => title === 'Crew');
    const id = group?.id ?? '';
    expect(group).toMatchObject({ detail: 'All hands', badges: ['key kept'] });

    const invited = await alice.done('invite', { group: id, email: ben });
    await expect.poll(() => steps(invited)).toEqual(['acknowledged']);
    await expect.poll(() => bob.of('groupRequestReceived').length).toBe(1);
    expect(await bob.judged('groupRequestReceived')).toMatchObject([
      { opened: { state: 'opened', by: 'our own key' } },
    ]);
    const [offer] = bob.of('groupRequestReceived')[0]?.draft.offers ?? [];
    const accepted = await bob.done(offer?.action ?? '', offer?.input);
    await expect.poll(() => steps(accepted)).toEqual(['acknowledged']);
    const [kept, known] = [bob, alice].map(({ memory }) => readKeptGroups(memory.get('group-keys')).get(id)?.key);
    expect(kept).toBe(known);
    expect(bob.concealed).toContain(kept);
    expect(JSON.stringify(await bob.judged('groupRequestReceived'))).not.toContain(kept);
    expect(bob.context.directory.get('member', `${id} ${ada}`)).toMatchObject({ parent: id, badges: ['admin'] });
    await expect.poll(() => alice.context.directory.get('member', `${id} ${ben}`)?.presence?.text).toBe('online');

    const sent = await bob.done('message-group', { group: id, text: 'Ahoy' });
    await expect.poll(() => steps(sent)).toEqual(['acknowledged']);
    await expect.poll(() => alice.of('groupChatMessage').length).toBe(1);
    expect(alice.of('groupChatMessage')[0]?.draft).toMatchObject({ from: ben, to: 'Crew', marks: [] });
    const [judgement] = await alice.judged('groupChatMessage');
    expect(judgement).toMatchObject({ opened: { by: 'the key of the group Crew' }, inside: 'Ahoy' });
    const weak = encryption === own ? undefined : expect.stringContaining('IV');
    expect(judgement?.opened).toEqual(expect.objectContaining({ state: 'opened', ...(weak && { warning: weak }) }));
    expect(emulator.crashes).toBe(0);
  });
});

it('previews what would be sent, and sends nothing', async () => {
  const emulator = await anEmulator();
  const [alice, bob] = await aPair(emulator);
  await alice.perform('create-group', { name: 'Crew', description: 'All hands' });
  const group = alice.context.directory.list('group').find(({ title }) => title === 'Crew')?.id;
  const before = alice.entries.length;
  const preview = async (action: 'message-contact' | 'message-group', input: Record<string, unknown>) => {
    const described = bowl.actions[action];
    return described?.preview?.(alice.session, described.input.parse(input));
  };
  const toBen = await preview('message-contact', { to: ben, text: 'Ahoy' });
  expect(JSON.parse(String(toBen?.args[0]))).toMatchObject({ to: ben, message: expect.stringMatching(/^.{344}$/) });
  expect(toBen).toMatchObject({
    kind: 'contactChatMessage',
    facts: expect.arrayContaining([expect.objectContaining({ name: 'Encrypted for' })]),
  });
  const toCrew = await preview('message-group', { group, text: 'Ahoy', flaw: 'damaged-envelope' });
  expect(JSON.parse(String(toCrew?.args[0]))).toMatchObject({ groupId: group });
  expect(toCrew).toMatchObject({ kind: 'groupChatMessage', marks: [expect.stringContaining('broken on purpose')] });
  await expect(preview('message-contact', { to: ben, text: 'x'.repeat(246) })).rejects.toThrow('245 fit');
  expect(alice.entries).toHaveLength(before);
  expect(bob.of('contactChatMessage')).toEqual([]);
});

describe('broken on purpose', () => {
  it.each(['damaged-envelope', 'wrong-recipient'])('%s: a contact cannot open it', async (flaw) => {
    const [alice, bob] = await aPair(await anEmulator());
    const sent = await alice.done('message-contact', { to: ben, text: 'Ahoy', flaw });
    expect(sent.draft.marks).toEqual([expect.stringMatching(/^broken on purpose: /)]);
    expect(sent.draft.resend?.input).toMatchObject({ flaw });
    await expect.poll(() => bob.of('contactChatMessage').length).toBe(1);
    const [judgement] = await bob.judged('contactChatMessage');
    expect(judgement?.opened.state).toMatch(/broken|locked/);
    expect(judgement?.inside).toBeUndefined();
  });

  it('it may say that it is a year old', async () => {
    const [alice, bob] = await aPair(await anEmulator());
    const sent = await alice.done('message-contact', { to: ben, text: 'Ahoy', flaw: 'old-time' });
    expect(sent.draft.marks).toEqual(['broken on purpose: old time']);
    await expect.poll(() => bob.of('contactChatMessage').length).toBe(1);
    const year = new Date(Date.now() - 365 * 24 * 3600 * 1000).getFullYear();
    expect(String(bob.of('contactChatMessage')[0]?.draft.args[0])).toContain(`/${year}"`);
    expect(await bob.judged('contactChatMessage')).toMatchObject([{ opened: { state: 'opened' }, inside: 'Ahoy' }]);
  });
});

describe('a group', () => {
  it('without its key is locked, and opened once the key has come', async () => {
    const emulator = await anEmulator();
    const [, bob] = await aPair(emulator);
    await emulator.commit({ fault: 'huge', bytes: 10 });
    await expect.poll(() => bob.of('groupChatMessage').length).toBe(1);
    expect(await bob.judged('groupChatMessage')).toMatchObject([
      { opened: { state: 'locked' }, facts: [{ name: 'Group key' }, {}] },
    ]);
    const [group] = bob.context.directory.list('group');
    await expect(bob.perform('message-group', { group: group?.id, text: 'x' })).rejects.toThrow('no key of this group');
    emulator.talk();
    await expect.poll(() => bob.of('groupRequestReceived').length, { timeout: 40_000 }).toBe(1);
    await bob.perform('accept-group', { group: group?.id });
    expect(bob.retried).toBe(1);
    const [judgement] = await bob.judged('groupChatMessage');
    expect(judgement).toMatchObject({ opened: { state: 'opened' }, inside: 'Patchbay P' });
  });

  it('is edited and listed, and its invitation declined', async () => {
    const emulator = await anEmulator();
    const [alice, bob] = await aPair(emulator);
    await alice.perform('create-group', { name: 'Crew', description: 'All hands' });
    const group = alice.context.directory.list('group').find(({ title }) => title === 'Crew')?.id;
    await alice.perform('edit-group', { group, name: 'Crew 2', description: 'Some hands' });
    expect(alice.context.directory.get('group', group ?? '')).toMatchObject({ title: 'Crew 2', detail: 'Some hands' });
    expect((await alice.perform('list-members', { group })).text).toContain('1 member');
    await expect(bob.perform('edit-group', { group, name: 'Mine', description: 'x' })).rejects.toThrow('Only admins');
    await expect(bob.perform('accept-group', { group })).rejects.toThrow('No invitation');
    await alice.perform('invite', { group, email: ben });
    await expect.poll(() => bob.of('groupRequestReceived').length).toBe(1);
    const declined = await bob.done('decline-group', { group });
    await expect.poll(() => steps(declined)).toEqual(['acknowledged']);
    expect(bob.context.directory.list('request')).toEqual([]);
  });
});

describe('who is offline', () => {
  it('gets what was written once they are online, in order', async () => {
    const emulator = await anEmulator();
    const alice = aSession(emulator.accounts[0]);
    await alice.connect();
    const first = await alice.done('message-contact', { to: ben, text: 'one' });
    const second = await alice.done('message-contact', { to: ben, text: 'two' });
    for (const entry of [first, second]) {
      await expect
        .poll(() => entry)
        .toMatchObject({
          waiting: true,
          steps: [
            { name: 'not online', tone: 'plain', text: 'Contact is not online!' },
            { name: 'queued until online' },
          ],
        });
    }
    expect(alice.meters.get('Queued')).toMatchObject({ value: '2', tone: 'warning' });
    // They are no contacts yet: only those are told who comes.
    const bob = aSession(emulator.accounts[1]);
    await bob.connect();
    await bob.perform('request-contact', { email: ada });
    await expect.poll(() => alice.of('contactRequestReceived').length).toBe(1);
    await alice.perform('accept-contact', { email: ben });
    await expect.poll(() => bob.of('contactChatMessage').length).toBe(2);
    expect((await bob.judged('contactChatMessage')).map(({ inside }) => inside)).toEqual(['one', 'two']);
    for (const entry of [first, second]) {
      await expect.poll(() => [entry.waiting, entry.steps.at(-1)?.name]).toEqual([false, 'sent when online']);
    }
    expect(alice.meters.get('Queued')).toMatchObject({ value: '0', tone: 'plain' });
    const attempts = alice.of('contactChatMessage').map(({ draft }) => draft.exchange);
    expect(new Set(attempts).size).toBe(2);
    expect(attempts.length).toBe(4);
  });

  it('never gets it where the session ends before', async () => {
    const emulator = await anEmulator();
    const alice = aSession(emulator.accounts[0]);
    await alice.connect();
    const sent = await alice.done('message-contact', { to: ben, text: 'one' });
    await expect.poll(() => sent.waiting && sent.steps.length).toBe(2);
    await alice.session.close();
    expect(sent).toMatchObject({ waiting: false, steps: [{}, {}, { name: 'not sent', tone: 'bad' }] });
  });

  it('cannot be asked for anything', async () => {
    const emulator = await anEmulator();
    const alice = aSession(emulator.accounts[0]);
    await alice.connect();
    const asked = await alice.done('request-contact', { email: ben });
    await expect.poll(() => asked.steps).toMatchObject([{ name: 'refused', text: 'User not available!' }]);
  });
});

describe('one connection per account', () => {
  it('a line that broke off is followed by coming and going once, so that contacts reach us', async () => {
    const emulator = await anEmulator();
    const [alice, bob] = await aPair(emulator);
    await emulator.commit({ fault: 'drop' });
    await expect.poll(() => bob.losses.length + alice.losses.length).toBe(2);
    await bob.connect();
    expect(bob.of('registering')).toHaveLength(1);
    await alice.connect();
    const sent = await alice.done('message-contact', { to: ben, text: 'there?' });
    await expect.poll(() => steps(sent)).toEqual(['acknowledged']);
  });

  it('taken over by another, it stops and says why; taken back, it is reached again', async () => {
    const emulator = await anEmulator();
    const [alice, bob] = await aPair(emulator);
    const elsewhere = aSession(emulator.accounts[1], { publishKey: false });
    await elsewhere.connect();
    await expect
      .poll(() => bob.losses)
      .toMatchObject([
        { retry: false, reason: { code: 'server-closed', text: expect.stringContaining('somewhere else') } },
      ]);
    const again = aSession(emulator.accounts[1], {}, bob.memory);
    await again.connect();
    expect(again.of('registering')).toHaveLength(1);
    const sent = await alice.done('message-contact', { to: ben, text: 'there?' });
    await expect.poll(() => steps(sent)).toEqual(['acknowledged']);
    await expect.poll(() => again.of('contactChatMessage').length).toBe(1);
  });

  it('ended cleanly, it comes back at once', async () => {
    const emulator = await anEmulator();
    const bob = aSession(emulator.accounts[1]);
    await bob.connect();
    await bob.session.close();
    const again = aSession(emulator.accounts[1], {}, bob.memory);
    await again.connect();
    expect(again.of('registering')).toEqual([]);
    expect(again.of('key published')).toEqual([]);
  });

  it('whose token was revoked logs in anew', async () => {
    const emulator = await anEmulator();
    const bob = aSession(emulator.accounts[1]);
    await bob.connect();
    await emulator.commit({ fault: 'revoke' });
    await expect.poll(() => bob.losses.map(({ retry }) => retry)).toEqual([true]);
    await bob.connect();
    expect(new Set(bob.concealed.filter((text) => text.split('.').length === 3)).size).toBe(2);
  });
});

describe('keys', () => {
  it('are published with both fingerprints told, and kept', async () => {
    const emulator = await anEmulator();
    const bob = aSession(emulator.accounts[1]);
    await bob.connect();
    const [note] = bob.of('key published');
    const [{ before, ours }] = (note?.draft.args ?? []) as [{ before: string; ours: string }];
    expect([before, ours].every((text) => /^([0-9A-F]{4} ?){16}$/.test(text))).toBe(true);
    expect(before).not.toBe(ours);
    expect(bob.memory.get('private-key')).toContain('BEGIN PRIVATE KEY');
  });

  it('are not published where the profile says so', async () => {
    const emulator = await anEmulator();
    const bob = aSession(emulator.accounts[1], { publishKey: false });
    await bob.connect();
    expect(bob.of('key differs')).toMatchObject([{ draft: { tone: 'bad' } }]);
    expect(bob.memory.has('private-key')).toBe(false);
  });

  it('of a contact that change are announced, remembered over sessions, and can be trusted', async () => {
    const emulator = await anEmulator();
    const [alice, bob] = await aPair(emulator);
    await alice.perform('message-contact', { to: ben, text: 'one' });
    await expect.poll(() => bob.of('contactChatMessage').length).toBe(1);
    expect(alice.of('key changed')).toEqual([]);
    await bob.session.close();
    const fresh = aSession(emulator.accounts[1]);
    await fresh.connect();
    const later = aSession(emulator.accounts[0], {}, alice.memory);
    await alice.session.close();
    await later.connect();
    await later.perform('message-contact', { to: ben, text: 'two' });
    expect(later.of('key changed')).toMatchObject([{ draft: { tone: 'bad', args: [{ email: ben }] } }]);
    expect(later.context.directory.get('contact', ben)?.badges).toEqual(['key changed']);
    await expect.poll(() => fresh.of('contactChatMessage').length).toBe(1);
    expect(await fresh.judged('contactChatMessage')).toMatchObject([{ inside: 'two' }]);
    const [offer] = later.of('key changed')[0]?.draft.offers ?? [];
    await later.perform(offer?.action ?? '', offer?.input);
    expect(later.context.directory.get('contact', ben)?.badges).toEqual([]);
    expect(JSON.parse(later.memory.get('contacts') ?? '{}')).toMatchObject({ [ben]: { name: 'Ben', changed: false } });
  });

  it('that a message was not made for say so', async () => {
    const emulator = await anEmulator();
    const [alice, bob] = await aPair(emulator);
    await alice.perform('message-contact', { to: ben, text: 'one' });
    await expect.poll(() => bob.of('contactChatMessage').length).toBe(1);
    bob.memory.set('private-key', aKey().pem);
    expect(await bob.judged('contactChatMessage')).toMatchObject([
      { opened: { state: 'broken', reason: expect.stringContaining('Ours may have changed') } },
    ]);
    bob.memory.delete('private-key');
    expect(await bob.judged('contactChatMessage')).toMatchObject([{ opened: { state: 'locked' } }]);
  });

  it('are read again for all contacts on request', async () => {
    const emulator = await anEmulator();
    const [alice] = await aPair(emulator);
    await expect.poll(() => alice.presence(carol)).toBe('online');
    expect((await alice.perform('refresh')).text).toContain('1 of 1');
    expect(alice.context.directory.get('contact', carol)).toMatchObject({ title: 'Carol' });
  });
});

describe('what is sent', () => {
  it('has 245 bytes at most, 190 with OAEP, whatever the characters', async () => {
    const emulator = await anEmulator();
    const [alice] = await aPair(emulator);
    const sent = await alice.done('message-contact', { to: ben, text: `${'ü'.repeat(122)}a` });
    await expect.poll(() => steps(sent)).toEqual(['acknowledged']);
    const count = alice.of('contactChatMessage').length;
    const tooLong = alice.perform('message-contact', { to: ben, text: 'ü'.repeat(123) });
    await expect(tooLong).rejects.toMatchObject({
      reason: { code: 'too-large', text: expect.stringContaining('246') },
    });
    const oaep = aSession(emulator.accounts[0], own, alice.memory);
    await alice.session.close();
    await oaep.connect();
    await expect(oaep.perform('message-contact', { to: ben, text: 'a'.repeat(191) })).rejects.toThrow('190 fit');
    expect(alice.of('contactChatMessage')).toHaveLength(count);
    expect(oaep.of('contactChatMessage')).toEqual([]);
  });

  it('never ends the server', async () => {
    const emulator = await anEmulator();
    const [alice] = await aPair(emulator);
    const emit = (event: string, payload: string) => alice.perform('emit', { event, payload });
    await expect(emit('contactRequestStatus', '{}')).rejects.toThrow('whole server');
    await expect(emit('acceptContactRequest', '{"email":"x"}')).rejects.toThrow('Accept contact');
    await expect(emit('sendContactRequest', '[1]')).rejects.toThrow('JSON object');
    await expect(alice.perform('accept-contact', { email: ben })).rejects.toThrow('No contact request');
    await expect(alice.perform('decline-contact', { email: ben })).rejects.toThrow('No contact request');
    const sent = await alice.done('emit', { event: 'sendContactRequest', payload: '{"email":"nobody@example.com"}' });
    await expect.poll(() => sent.steps).toMatchObject([{ name: 'refused', text: 'User not found!' }]);
    expect(sent.draft.args).toEqual(['{"email":"nobody@example.com"}']);
    expect(emulator.crashes).toBe(0);
  });

  it('needs an open line', async () => {
    const alice = aSession((await anEmulator()).accounts[0]);
    await expect(alice.perform('message-contact', { to: ben, text: 'x' })).rejects.toThrow('not open');
    await expect(alice.perform('request-contact', { email: ben })).rejects.toThrow('not open');
    await expect(alice.perform('create-group', { name: 'x', description: 'x' })).rejects.toThrow('not open');
  });
});

describe('what comes', () => {
  it('from strangers is marked, and what is malformed does no harm', async () => {
    const emulator = await anEmulator();
    const [alice, bob] = await aPair(emulator);
    await alice.perform('message-contact', { to: ben, text: 'from nobody you know' });
    await expect.poll(() => bob.of('contactChatMessage')[0]?.draft.marks).toEqual(['unknown sender']);
    await emulator.commit({ fault: 'malformed' });
    await expect.poll(() => bob.of('weather').length).toBe(1);
    const marks = bob.entries.flatMap(({ draft }) => draft.marks ?? []);
    expect(marks.filter((mark) => mark === 'malformed').length).toBeGreaterThan(4);
    for (const kind of new Set(bob.entries.map(({ draft }) => draft.kind))) await bob.judged(kind);
    expect({}).not.toHaveProperty('polluted');
    expect(bob.context.directory.list('request').map(({ title }) => title)).toEqual(['Mallory', 'Prototype']);
    await expect(bob.perform('accept-group', { group: '__proto__' })).rejects.toThrow('does not open with our key');
  });

  it('names a group once', async () => {
    const emulator = await anEmulator();
    const [, bob] = await aPair(emulator);
    expect(bob.of('onlineChats')[0]?.draft.preview).toBe('1 contact online, 1 group');
    expect(bob.context.directory.list('member').length).toBe(2);
    expect(bob.context.directory.list('group')).toMatchObject([{ badges: ['no key'] }]);
  });

  it('tells who comes and goes', async () => {
    const emulator = await anEmulator();
    const [alice] = await aPair(emulator);
    emulator.talk();
    await expect.poll(() => alice.presence(carol), { timeout: 30_000 }).toBe('offline');
    const queued = await alice.done('message-contact', { to: carol, text: 'When are you back?' });
    await expect.poll(() => steps(queued).at(-1), { timeout: 30_000 }).toBe('sent when online');
    expect(alice.presence(carol)).toBe('online');
  });
});
