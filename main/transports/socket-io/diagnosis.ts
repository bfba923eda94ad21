import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { step } from '../diagnosis.ts';
import type { Network } from '../network.ts';
import type { SocketIoAddress } from '../socket-io.ts';
import { openSocketIo } from './opening.ts';
import { type Probe, probeGeneration } from './probe.ts';

/** Milliseconds for the handshake and the namespace together. */
const timeout = 20_000;

/** The network's steps, then HTTP, generation, handshake and namespace; ends after the first failed one. */
export async function* diagnoseSocketIo(
  address: SocketIoAddress,
  network: Network,
  signal: AbortSignal,
): AsyncGenerator<DiagnosisStep> {
  for await (const found of network.diagnose(address.url, signal)) {
    yield found;
    if (found.state === 'failed') return;
  }
  const answer = yield* step('http', 'HTTP', signal, async () => {
    const value = await probeGeneration(address, network, signal);
    const facts = [{ name: 'Answer', value: value.body.slice(0, 500) }];
    return { value, found: { text: `The server answers with HTTP ${value.status}.`, facts } };
  });
  if (!answer) return;
  yield generationStep(answer.value, address);
  const found = address.generation === 'auto' ? (answer.value.generation ?? 'auto') : address.generation;
  yield* connectSteps({ ...address, generation: found }, network, signal);
}

function generationStep({ generation }: Probe, address: SocketIoAddress): DiagnosisStep {
  const shared = { id: 'generation', title: 'Socket.IO generation', facts: [] };
  if (!generation) {
    const text = 'The server takes WebSocket connections only, which do not tell its generation beforehand.';
    return { ...shared, state: 'skipped', text };
  }
  const text = generation === 4 ? 'The server speaks Socket.IO 3 or 4.' : 'The server speaks Socket.IO 2.';
  if (address.generation === 'auto' || address.generation === generation) return { ...shared, state: 'passed', text };
  const hint = 'The profile asks for the other generation; let it be found out.';
  return { ...shared, state: 'warning', text, hint };
}

async function* connectSteps(
  address: SocketIoAddress,
  network: Network,
  signal: AbortSignal,
): AsyncGenerator<DiagnosisStep> {
  const end = new AbortController();
  const reached = Promise.withResolvers<void>();
  const listener = { reached: reached.resolve, event: () => {}, lost: () => {} };
  const opening = openSocketIo(address, network, listener, {
    signal: AbortSignal.any([signal, end.signal]),
    timeout,
  });
  opening.catch(reached.reject);
  // Nobody waits for it any more when the report is given up.
  reached.promise.catch(() => {});
  try {
    const shaken = yield* step('handshake', 'Handshake', signal, async () => {
      await reached.promise;
      return { value: undefined, found: { text: 'The engine is open.' } };
    });
    if (!shaken) return;
    yield* step('namespace', 'Namespace', signal, async () => {
      const { facts } = await opening;
      return { value: undefined, found: { text: `The server lets us into ${address.namespace}.`, facts } };
    });
  } finally {
    end.abort();
    await opening.then(
      (line) => line.close(),
      () => {},
    );
  }
}
