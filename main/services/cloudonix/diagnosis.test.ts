import { expect, it } from 'vitest';
import { diagnose } from './diagnosis.ts';
import { aPeer, aSession } from './session.fixture.ts';

async function stepsOf(peer: Parameters<typeof aSession>[0], more: Record<string, unknown>) {
  const { context, concealed } = aSession(peer, more);
  const steps = new Map<string, [state: string, text: string]>();
  const { signal } = new AbortController();
  for await (const { id, state, text } of diagnose(context.settings, context.network, signal, context.conceal)) {
    steps.set(id, [state, text]);
  }
  return { steps, concealed };
}

it('gets a token by the command where the profile has none, and says that it is accepted', async () => {
  const peer = await aPeer();
  const command = { tokenUrl: `http://127.0.0.1:${peer.port}/token`, tokenPath: 'authorization.tokens[0].value' };
  const { steps, concealed } = await stepsOf(peer, { token: '', ...command });
  expect(concealed).toHaveLength(1);
  expect(peer.tokens).toContain(concealed[0]);
  expect(steps.get('token-command')).toEqual(['passed', 'It gave a token.']);
  expect(steps.get('authorisation')).toEqual(['passed', 'The service accepted the token.']);
  peer.command = { status: 403, body: '' };
  expect([...(await stepsOf(peer, { token: '', ...command })).steps.keys()]).toEqual(['token-command']);
  expect((await stepsOf(peer, command)).steps.has('token-command')).toBe(false);
});

it('ends where the token is refused', async () => {
  const { steps } = await stepsOf(await aPeer(), { token: 'XIrefused' });
  expect(steps.has('authorisation')).toBe(false);
  expect([...steps.values()].at(-1)?.[0]).toBe('failed');
});
