import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import { type Found, step } from '../../transports/diagnosis.ts';
import type { Network } from '../../transports/network.ts';
import { diagnoseSocketIo } from '../../transports/socket-io.ts';
import { readAddressbook } from './addressbook.ts';
import { type Settings, socketIoAddress } from './settings.ts';

/**
 * The transport's steps, then the login and the addressbook. Who is let into the namespace has logged in: the
 * credentials travel with every request. A missing addressbook is a warning only.
 */
export async function* diagnose(
  settings: Settings,
  network: Network,
  signal: AbortSignal,
): AsyncIterable<DiagnosisStep> {
  for await (const found of diagnoseSocketIo(socketIoAddress(settings), network, signal)) {
    yield found;
    if (found.state === 'failed') return;
  }
  const text = `The service accepted the credentials of ${settings.user}.`;
  yield { id: 'login', title: 'Login', state: 'passed', text, facts: [] };
  yield* step('addressbook', 'Addressbook', signal, async () => ({
    value: undefined,
    found: await lookUp(settings, network, signal),
  }));
}

async function lookUp(settings: Settings, network: Network, signal: AbortSignal): Promise<Found> {
  try {
    const { length } = await readAddressbook(settings, network, signal);
    return { text: `It lists ${length} ${length === 1 ? 'membership' : 'memberships'}.` };
  } catch (error) {
    if (signal.aborted || !(error instanceof Refusal)) throw error;
    const { text, detail, hint } = error.reason;
    const facts = detail === undefined ? [] : [{ name: 'Detail', value: detail }];
    return { state: 'warning', text, facts, ...(hint !== undefined && { hint }) };
  }
}
