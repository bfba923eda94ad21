import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import type { Network } from '../../transports/network.ts';
import { diagnoseSocketCluster } from '../../transports/socketcluster.ts';
import { addressOf, type Settings } from './settings.ts';

/** The transport's steps: channel and host API are in the handshake's query. A registration would make a session. */
export async function* diagnose(
  settings: Settings,
  network: Network,
  signal: AbortSignal,
): AsyncIterable<DiagnosisStep> {
  for await (const found of diagnoseSocketCluster(addressOf(settings, undefined), network, signal)) {
    yield found;
    if (found.state === 'failed') return;
  }
  const text = 'Not tried, because it would leave a session behind.';
  yield { id: 'registration', title: 'Registration', state: 'skipped', text, facts: [] };
}
