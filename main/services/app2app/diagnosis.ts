import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
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
  for await (const step of diagnoseSocketIo(socketIoAddress(settings), network, signal)) {
    yield step;
    if (step.state === 'failed') return;
  }
  const text = `The service accepted the credentials of ${settings.user}.`;
  yield { id: 'login', title: 'Login', state: 'passed', text, facts: [] };
  yield* lookUp(settings, network, signal);
}

async function* lookUp(settings: Settings, network: Network, signal: AbortSignal): AsyncIterable<DiagnosisStep> {
  const step = { id: 'addressbook', title: 'Addressbook', facts: [] };
  yield { ...step, state: 'running', text: '' };
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    const memberships = await readAddressbook(settings, network, signal);
    yield { ...step, state: 'passed', text: `It lists ${memberships.length} memberships.`, took: took() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { text, detail, hint } = error.reason;
    const facts = detail === undefined ? [] : [{ name: 'Detail', value: detail }];
    yield { ...step, state: 'warning', text, facts, ...(hint !== undefined && { hint }), took: took() };
  }
}
