import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { step } from '../../transports/diagnosis.ts';
import type { Network } from '../../transports/network.ts';
import { diagnoseSocketIo } from '../../transports/socket-io.ts';
import { Api } from './api.ts';
import { type Settings, socketIoAddress } from './settings.ts';

/**
 * The way to the server, the log-in over HTTP, then Socket.IO with the token that it gave. Nothing is published; but
 * another connection of the same account is ended by it, as by any.
 */
export async function* diagnose(
  settings: Settings,
  network: Network,
  signal: AbortSignal,
  conceal: (secret: string) => void,
): AsyncIterable<DiagnosisStep> {
  const found = new Set<string>();
  for await (const each of network.diagnose(new URL(settings.server), signal)) {
    found.add(each.id);
    yield each;
    if (each.state === 'failed') return;
  }
  const login = yield* step('login', 'Log-in', signal, async () => {
    const { token, name, published } = await new Api(settings, network).logIn(signal);
    const facts = [
      { name: 'Name', value: name },
      { name: 'Published key', value: published?.fingerprint ?? 'none that can be used' },
    ];
    return { value: token, found: { text: `The service lets ${settings.email} in.`, facts } };
  });
  if (!login) return;
  conceal(login.value);
  for await (const each of diagnoseSocketIo(socketIoAddress(settings, login.value), network, signal)) {
    // The way has been gone already.
    if (each.state === 'failed' || !found.has(each.id)) yield each;
  }
}
