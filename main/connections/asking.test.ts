import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createRedactor } from '../redact.ts';
import { Refusal } from '../refusal.ts';
import { aConnection, aRefusal } from './connection.fixture.ts';

const question = {
  title: 'Log in',
  text: 'The service wants to know more.',
  facts: [{ name: 'It answered', value: '401 for old-secret' }],
  input: z.strictObject({
    name: z.string().min(1, 'Say who').meta({ title: 'Name' }),
    token: z.string().meta({ title: 'Token', secret: true }),
  }),
  submit: 'Log in',
};
const byUser = { code: 'user', text: 'Closed by you.' } as const;

function ask() {
  const redactor = createRedactor(['old-secret']);
  const made = aConnection({ redactor });
  made.connection.open();
  made.context().authenticating();
  const attempt = new AbortController();
  const answer = made.context().ask(question, attempt.signal);
  answer.catch(() => {});
  const { state } = made.connection.state;
  if (state.state !== 'asking') throw new Error('it does not ask');
  return { ...made, redactor, attempt, answer, asked: state.question };
}

describe('a connection that asks', () => {
  it('shows the question as a form, and goes on with the answer', async () => {
    const { connection, answer, asked, redactor } = ask();
    expect(asked).toMatchObject({
      title: 'Log in',
      submit: 'Log in',
      facts: [{ name: 'It answered', value: '401 for •••' }],
    });
    expect(asked.form.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['name text', 'token secret']);
    connection.answer(asked.id, { name: 'ann', token: 'hunter22' });
    expect(await answer).toEqual({ name: 'ann', token: 'hunter22' });
    expect(connection.state.state.state).toBe('authenticating');
    expect(redactor.hide('it is hunter22')).toBe('it is •••');
    await connection.close(byUser);
  });

  it('says what is wrong with an answer, and waits for a better one', async () => {
    const { connection, asked } = ask();
    expect(() => connection.answer(asked.id, { name: '', token: 'x' })).toThrow('Some fields need attention.');
    expect(connection.state.state.state).toBe('asking');
    expect(() => connection.answer(asked.id.replace(/^./, 'z'), { name: 'ann', token: 'x' })).toThrow('any more');
    await connection.close(byUser);
  });

  it('stops asking when the attempt is given up', async () => {
    const { connection, attempt, answer, asked } = ask();
    attempt.abort(new Error('over'));
    await expect(answer).rejects.toThrow('over');
    expect(() => connection.answer(asked.id, { name: 'ann', token: 'x' })).toThrow('any more');
    expect(connection.state.state.state).toBe('authenticating');
    await connection.close(byUser);
  });

  it('asks only while it is being opened', async () => {
    const { connection, attempts, context } = aConnection();
    connection.open();
    attempts[0]?.resolve();
    await vi.waitFor(() => expect(connection.state.state.state).toBe('open'));
    await expect(context().ask(question, new AbortController().signal)).rejects.toThrow('being opened');
    await connection.close(byUser);
  });
});

describe('the session of another profile', () => {
  it('is there once that is open', async () => {
    const { connection, attempts } = aConnection();
    const session = connection.opened(new AbortController().signal);
    connection.open();
    attempts[0]?.resolve();
    expect(await session).toHaveProperty('connect');
    await connection.close(byUser);
  });

  it('is refused once that has failed, with its reason', async () => {
    const { connection, attempts } = aConnection();
    const session = connection.opened(new AbortController().signal);
    connection.open();
    attempts[0]?.reject(aRefusal('wrong password', false));
    await expect(session).rejects.toBeInstanceOf(Refusal);
    await expect(connection.opened(new AbortController().signal)).rejects.toThrow('wrong password');
  });

  it('is not waited for longer than the signal allows', async () => {
    const { connection } = aConnection();
    const stop = new AbortController();
    const session = connection.opened(stop.signal);
    connection.open();
    stop.abort(new Error('enough'));
    await expect(session).rejects.toThrow('enough');
    await connection.close(byUser);
  });

  it('is never the profile’s own', async () => {
    const { connection, context } = aConnection();
    connection.open();
    const own = connection.state.profile;
    await expect(context().session(own, new AbortController().signal)).rejects.toThrow('through itself');
    await connection.close(byUser);
  });
});

it('hides what goes through its memory', async () => {
  const redactor = createRedactor([]);
  const { connection, context } = aConnection({ redactor });
  await context().memory.put('key', 'hunter22');
  expect(await context().memory.get('key')).toBe('hunter22');
  expect(redactor.hide(['hunter22'])).toEqual(['•••']);
  await connection.close(byUser);
});
