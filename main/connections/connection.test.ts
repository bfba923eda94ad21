import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRedactor } from '../redact.ts';
import { Refusal } from '../refusal.ts';
import { aConnection, aRefusal } from './connection.fixture.ts';

const byUser = { code: 'user', text: 'Closed by you.' } as const;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function settle() {
  await vi.advanceTimersByTimeAsync(0);
}

describe('connection', () => {
  it('goes from idle over connecting and authenticating to open', async () => {
    const { connection, attempts, context } = aConnection();
    expect(connection.state.state).toEqual({ state: 'idle' });
    connection.open();
    expect(connection.state.state).toMatchObject({ state: 'connecting', attempt: 1 });
    context().authenticating();
    expect(connection.state.state).toMatchObject({ state: 'authenticating', attempt: 1 });
    attempts[0]?.resolve();
    await settle();
    expect(connection.state.state.state).toBe('open');
    await connection.close(byUser);
  });

  it('waits and comes back when the line is lost, and says why', async () => {
    const { connection, attempts, context, drafts } = aConnection();
    connection.open();
    attempts[0]?.resolve();
    await settle();
    context().lost(aRefusal('The server went away.', true));
    await settle();
    expect(connection.state.state).toMatchObject({
      state: 'waiting',
      attempt: 2,
      reason: { text: 'The server went away.' },
    });
    expect(drafts.at(-1)).toMatchObject({ direction: 'note', kind: 'lost', preview: 'The server went away.' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(attempts).toHaveLength(2);
    attempts[1]?.resolve();
    await settle();
    expect(connection.state.state.state).toBe('open');
    await connection.close(byUser);
  });

  it('waits longer after each failure, even when the server takes the line and drops it at once', async () => {
    const { connection, attempts, context } = aConnection();
    connection.open();
    const waits: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      attempts[turn]?.resolve();
      await settle();
      context().lost(aRefusal('gone', true));
      await settle();
      const { state } = connection.state;
      if (state.state === 'waiting') waits.push(state.until - Date.now());
      connection.retry();
      await settle();
    }
    expect(waits).toHaveLength(5);
    expect(waits[4]).toBeGreaterThanOrEqual(8_000);
    await connection.close(byUser);
  });

  it('begins with a short wait again after a line that held', async () => {
    const { connection, attempts, context } = aConnection();
    connection.open();
    for (let turn = 0; turn < 4; turn++) {
      attempts[turn]?.reject(aRefusal('refused', true));
      await settle();
      connection.retry();
      await settle();
    }
    attempts[4]?.resolve();
    await vi.advanceTimersByTimeAsync(60_000);
    context().lost(aRefusal('gone', true));
    await settle();
    expect(connection.state.state).toMatchObject({ state: 'waiting', attempt: 2 });
    await connection.close(byUser);
  });

  it('does not try again where that cannot help', async () => {
    const { connection, attempts, closed } = aConnection();
    connection.open();
    attempts[0]?.reject(aRefusal('Wrong password.', false));
    await settle();
    expect(connection.state.state).toMatchObject({ state: 'failed', reason: { text: 'Wrong password.' } });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(attempts).toHaveLength(1);
    expect(connection.alive).toBe(false);
    expect(closed()).toBe(1);
  });

  it('is closed, and has not failed, when the user had the session end itself', async () => {
    const { connection, attempts, context, drafts, closed } = aConnection();
    connection.open();
    attempts[0]?.resolve();
    await settle();
    context().lost(new Refusal(byUser, { retry: false }));
    await settle();
    expect(connection.state.state).toMatchObject({ state: 'closed', reason: byUser });
    expect(drafts.at(-1)).toMatchObject({ kind: 'closed', tone: 'plain' });
    expect(closed()).toBe(1);
  });

  it('says a defect as a defect and does not repeat it', async () => {
    const { connection, attempts } = aConnection();
    connection.open();
    attempts[0]?.reject(new TypeError('x is not a function') as never);
    await settle();
    expect(connection.state.state).toMatchObject({
      state: 'failed',
      reason: { code: 'internal', detail: 'TypeError: x is not a function' },
    });
  });

  it('stops while connecting, while waiting and when open, and may be closed twice', async () => {
    for (const stage of ['connecting', 'waiting', 'open'] as const) {
      const { connection, attempts } = aConnection();
      connection.open();
      if (stage === 'waiting') attempts[0]?.reject(aRefusal('refused', true));
      if (stage === 'open') attempts[0]?.resolve();
      await settle();
      await Promise.all([connection.close(byUser), connection.close(byUser)]);
      expect(connection.state.state).toMatchObject({ state: 'closed', reason: byUser });
      await vi.advanceTimersByTimeAsync(600_000);
      expect(attempts).toHaveLength(1);
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  it('performs only known actions with valid input on an open line', async () => {
    const { connection, attempts } = aConnection({ redactor: createRedactor(['hunter22']) });
    await expect(connection.perform('constructor', {})).rejects.toMatchObject({ error: { code: 'not-found' } });
    await expect(connection.perform('say', { word: '' })).rejects.toMatchObject({
      error: { code: 'invalid-input', fields: { word: 'Say something' } },
    });
    await expect(connection.perform('say', { word: 'hello' })).rejects.toMatchObject({
      error: { code: 'not-connected' },
    });
    connection.open();
    attempts[0]?.resolve();
    await settle();
    await expect(connection.perform('say', { word: 'hello' })).resolves.toEqual({ entry: 7 });
    await expect(connection.perform('say', { word: 'forbidden' })).rejects.toMatchObject({
      error: { code: 'refused', message: 'That word is •••.' },
    });
    await expect(connection.perform('say', { word: 'odd' })).rejects.toMatchObject({
      error: { code: 'internal', details: 'TypeError: ••• is not a function' },
    });
    await connection.close(byUser);
  });

  it('previews what it would send in any state, and leaves nothing behind', async () => {
    const { connection, attempts, drafts } = aConnection({ redactor: createRedactor(['hunter22']) });
    const preview = { kind: 'say', args: ['hello', Uint8Array.of(1, 2, 3)] };
    await expect(connection.preview('say', { word: 'hello' })).resolves.toMatchObject(preview);
    await expect(connection.preview('say', { word: '' })).rejects.toMatchObject({ error: { code: 'invalid-input' } });
    await expect(connection.preview('say', { word: 'forbidden' })).rejects.toMatchObject({
      error: { code: 'refused', message: 'That word is •••.' },
    });
    for (const name of ['shout', 'toString']) {
      await expect(connection.preview(name, {})).rejects.toMatchObject({ error: { code: 'not-found' } });
    }
    await connection.close(byUser);
    expect(connection.alive).toBe(false);
    expect({ attempts, drafts }).toEqual({ attempts: [], drafts: [] });
  });

  it('rule 16: hides secrets in states and notes', async () => {
    const { connection, attempts, drafts } = aConnection({ redactor: createRedactor(['hunter22']) });
    connection.open();
    attempts[0]?.reject(aRefusal('401 for user:hunter22', false));
    await settle();
    expect(JSON.stringify([connection.state, drafts])).not.toContain('hunter22');
    expect(connection.state.state).toMatchObject({ reason: { text: '401 for user:•••' } });
  });

  it('counts how long answers took, silence, and attempts to come back', async () => {
    const told: string[] = [];
    const counts = {
      answered: (took: number) => told.push(`answered after ${took}`),
      unanswered: () => told.push('unanswered'),
      reconnecting: () => told.push('reconnecting'),
    };
    const { connection, attempts, context } = aConnection({ counts });
    connection.open();
    attempts[0]?.reject(aRefusal('Not now.', true));
    await vi.advanceTimersByTimeAsync(60_000);
    attempts[1]?.resolve();
    await settle();
    const send = () => context().record({ direction: 'out', kind: 'say', args: [], waiting: true });
    const sent = send();
    await vi.advanceTimersByTimeAsync(25);
    sent.step('acknowledged', 'good', { waiting: true });
    await vi.advanceTimersByTimeAsync(75);
    sent.step('delivered', 'good', { waiting: false });
    sent.step('read', 'good', { waiting: false });
    send().step('unanswered', 'bad', { waiting: false, silent: true });
    send().step('let go', 'plain', { waiting: false, silent: true });
    context()
      .record({ direction: 'in', kind: 'ask', args: [], waiting: true })
      .step('done', 'good', { waiting: false });
    context().lost(aRefusal('The server went away.', true));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual(['answered after 100', 'unanswered', 'reconnecting']);
    await connection.close(byUser);
  });

  it('keeps the steps of what was sent, with what is still expected', async () => {
    const { connection, context, revisions } = aConnection();
    const sent = context().record({ direction: 'out', kind: 'say', args: ['hello'], waiting: true });
    sent.step('acknowledged', 'good', { text: 'ok', waiting: true });
    sent.step('delivered', 'good', { waiting: false });
    expect(revisions.at(-1)).toMatchObject([
      sent.id,
      { waiting: false, steps: [{ name: 'acknowledged', text: 'ok' }, { name: 'delivered' }] },
    ]);
    await connection.close(byUser);
  });
});
