import { expect, it } from 'vitest';
import { anEmulator, aSession } from './session.fixture.ts';

const newcomer = { email: 'frida@example.com', password: 'Secret-123' };

it('signs up where there is no such account, and waits until the link in the mail was opened', async () => {
  const emulator = await anEmulator();
  const frida = aSession(emulator.accounts[0], newcomer);
  const asked: string[] = [];
  frida.answer = async ({ title }) => {
    asked.push(title);
    if (asked.length === 1) return { name: 'Frida' };
    const [mail] = emulator.mails;
    await fetch(`${emulator.url}${frida.context.settings.prefix}${mail?.path}`);
    return {};
  };
  await frida.connect();
  expect(asked).toHaveLength(2);
  expect(frida.of('open')).toHaveLength(1);
  // The key it signed up with is the one that is published already.
  expect(frida.of('key published')).toEqual([]);
});

it('says so where the link was not opened', async () => {
  const emulator = await anEmulator();
  const frida = aSession(emulator.accounts[0], newcomer);
  frida.answer = async ({ title }) => (title.startsWith('Sign up') ? { name: 'Frida' } : {});
  await expect(frida.connect()).rejects.toMatchObject({
    retry: false,
    reason: {
      code: 'credentials',
      text: expect.stringContaining('not verified'),
      hint: expect.stringContaining('link'),
    },
  });
});

it('tells what the service does not like', async () => {
  const emulator = await anEmulator();
  const frida = aSession(emulator.accounts[0], { ...newcomer, password: 'weak' });
  frida.answer = async () => ({ name: 'Frida' });
  await expect(frida.connect()).rejects.toMatchObject({
    retry: false,
    reason: { detail: expect.stringContaining('Password') },
  });
});
