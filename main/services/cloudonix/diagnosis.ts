import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { step } from '../../transports/diagnosis.ts';
import type { Network } from '../../transports/network.ts';
import { diagnoseSockJs } from '../../transports/sockjs.ts';
import { addressOf, type Settings } from './settings.ts';
import { runTokenCommand } from './token-command.ts';

/** The token command where there is no token, the transport's steps, then what they say of the token. */
export async function* diagnose(
  settings: Settings,
  network: Network,
  signal: AbortSignal,
  conceal: (secret: string) => void,
): AsyncIterable<DiagnosisStep> {
  let token = settings.token || undefined;
  if (token === undefined && settings.tokenUrl !== '') {
    const found = { text: 'It gave a token.' };
    const got = yield* step('token-command', 'Token command', signal, async () => ({
      value: await runTokenCommand(settings, network, signal),
      found,
    }));
    if (!got) return;
    token = got.value;
    conceal(token);
  }
  for await (const found of diagnoseSockJs(addressOf(settings, token), network, signal)) {
    yield found;
    if (found.state === 'failed') return;
  }
  const text = token === undefined ? 'The service asked for no token.' : 'The service accepted the token.';
  yield { id: 'authorisation', title: 'Authorisation', state: 'passed', text, facts: [] };
}
