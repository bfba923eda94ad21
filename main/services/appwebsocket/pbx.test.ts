import { describe, expect, it } from 'vitest';
import { aDemo, stepsOf } from './session.fixture.ts';

describe('the directory', () => {
  it('lists services, with what can be dialled', async () => {
    const { pbx, emulator } = await aDemo();
    await expect.poll(() => pbx.context.directory.list('service')).toHaveLength(3);
    const [echo, contacts, files] = pbx.context.directory.list('service');
    const origin = new URL(emulator.url).origin;
    expect(echo).toMatchObject({ id: 'echo@example.com', title: 'Echo', badges: ['com.example.chat'] });
    expect(echo?.detail).toBe(`echo@example.com · ${origin}/example.com/echo`);
    expect(contacts?.badges).toEqual(['com.example.search']);
    expect(files?.badges[0]).toBe('conn:');
  });

  it('follows presence, sets it, and watches again on the next line', async () => {
    const { pbx, emulator } = await aDemo();
    const presence = (who: string) => pbx.context.directory.get('presence', who);
    await expect.poll(() => presence('erika')?.presence).toEqual({ tone: 'good', text: 'available' });
    expect(presence('10')).toMatchObject({ title: 'Reception', detail: 'reception · 10 · reception@example.com' });
    expect(presence('10')?.offers[0]).toMatchObject({ action: 'set-presence', input: { who: 'reception' } });
    await pbx.perform('set-presence', { who: 'erika', activity: 'dnd', note: 'Quote' });
    await expect.poll(() => presence('erika')?.presence).toEqual({ tone: 'busy', text: 'dnd: Quote' });
    await pbx.perform('subscribe-presence', { who: 'nobody' });
    await expect.poll(() => presence('nobody')?.presence).toEqual({ tone: 'off', text: 'No such user · 1' });
    await pbx.perform('unsubscribe-presence', { who: 'nobody' });
    expect(presence('nobody')).toBeUndefined();
    await emulator.commit({ fault: 'drop' });
    await expect.poll(() => pbx.losses).toHaveLength(1);
    expect(presence('erika')?.presence).toBeUndefined();
    await pbx.connect();
    await expect.poll(() => presence('erika')?.presence?.tone).toBe('busy');
  });

  it('is asked for a login by hand', async () => {
    const { pbx } = await aDemo();
    await pbx.perform('get-service-login', { app: 'echo@example.com', challenge: '424242' });
    await expect.poll(() => stepsOf(pbx, 'GetServiceLogin')).toEqual(['answered']);
  });
});
