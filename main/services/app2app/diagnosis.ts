import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import type { Network } from '../../transports/network.ts';
import { diagnoseSocketIo, openSocketIo } from '../../transports/socket-io.ts';
import { readAddressbook } from './addressbook.ts';
import { type Settings, socketIoAddress } from './settings.ts';

type Found = { text: string; facts?: DiagnosisStep['facts'] };

/** The transport's steps, then the login and the addressbook. A missing addressbook is a warning only. */
export async function* diagnose(
  settings: Settings,
  network: Network,
  signal: AbortSignal,
): AsyncIterable<DiagnosisStep> {
  for await (const step of diagnoseSocketIo(socketIoAddress(settings), network, signal)) {
    yield step;
    if (step.state === 'failed') return;
  }
  for await (const step of run('login', 'Login', 'failed', () => logIn(settings, network, signal))) {
    yield step;
    if (step.state === 'failed') return;
  }
  yield* run('addressbook', 'Addressbook', 'warning', async () => {
    const memberships = await readAddressbook(settings, network, signal);
    return { text: `${memberships.length} memberships are listed.` };
  });
}

async function logIn(settings: Settings, network: Network, signal: AbortSignal): Promise<Found> {
  const listener = { reached: () => {}, event: () => {}, lost: () => {} };
  const timeout = settings.connectTimeout * 1000;
  const line = await openSocketIo(socketIoAddress(settings), network, listener, { signal, timeout });
  line.close();
  return { text: `The service let ${settings.user} in.`, facts: line.facts };
}

async function* run(
  id: string,
  title: string,
  otherwise: 'failed' | 'warning',
  find: () => Promise<Found>,
): AsyncIterable<DiagnosisStep> {
  const step = { id, title, facts: [] };
  yield { ...step, state: 'running', text: '' };
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    const { text, facts = [] } = await find();
    yield { ...step, state: 'passed', text, facts, took: took() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { text, detail, hint } = error.reason;
    const facts = detail === undefined ? [] : [{ name: 'detail', value: detail }];
    yield { ...step, state: otherwise, text, facts, ...(hint !== undefined && { hint }), took: took() };
  }
}
