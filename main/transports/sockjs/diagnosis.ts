import type { DiagnosisStep } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import { type Found, step } from '../diagnosis.ts';
import type { Network } from '../network.ts';
import type { SockJsAddress, SockJsTransport } from '../sockjs.ts';
import { askInfo } from './info.ts';
import { openSockJs } from './line.ts';

/** Milliseconds for `/info`, and for each transport. */
const timeout = 20_000;

const titles: Record<Exclude<SockJsTransport, 'auto'>, string> = {
  websocket: 'WebSocket',
  'xhr-streaming': 'HTTP streaming',
  'xhr-polling': 'HTTP polling',
  'raw-websocket': 'Raw WebSocket',
};

const listener = { reached() {}, message() {}, heartbeat() {}, lost() {} };

/** The network's steps, then `/info`, then whether the transports open that the profile allows. */
export async function* diagnoseSockJs(
  address: SockJsAddress,
  network: Network,
  signal: AbortSignal,
): AsyncGenerator<DiagnosisStep> {
  for await (const found of network.diagnose(address.url, signal)) {
    yield found;
    if (found.state === 'failed') return;
  }
  const raw = address.transport === 'raw-websocket';
  const info = yield* step('info', 'SockJS information', signal, async () => {
    const asked = informed(address, network, signal);
    return { value: undefined, found: await (raw ? perhaps(asked, signal) : asked) };
  });
  if (!info) return;
  if (address.transport === 'auto') yield* tryAll(address, network, signal);
  else yield* tryOne(address, address.transport, network, signal);
}

async function informed(address: SockJsAddress, network: Network, signal: AbortSignal): Promise<Found> {
  const { text, facts } = await askInfo(address, network, { signal, timeout });
  return {
    text: 'The server speaks SockJS (HTTP 200).',
    facts: [...facts, { name: 'Answer', value: text.slice(0, 500) }],
  };
}

/** One that opens is enough: the others are warned of then. */
async function* tryAll(address: SockJsAddress, network: Network, signal: AbortSignal): AsyncGenerator<DiagnosisStep> {
  let failed: Refusal | undefined;
  let opened = false;
  for (const transport of ['websocket', 'xhr-streaming', 'xhr-polling'] as const) {
    yield* step(transport, titles[transport], signal, async () => {
      const opening = opens({ ...address, transport }, network, signal);
      opening.then(
        () => {
          opened = true;
        },
        (error) => {
          failed = error;
        },
      );
      return { value: undefined, found: await perhaps(opening, signal) };
    });
    if (signal.aborted) return;
  }
  if (opened || !failed) return;
  const reason = failed;
  yield* step('transports', 'Transports', signal, () => Promise.reject(reason));
}

function tryOne(
  address: SockJsAddress,
  transport: Exclude<SockJsTransport, 'auto'>,
  network: Network,
  signal: AbortSignal,
) {
  return step(transport, titles[transport], signal, async () => ({
    value: undefined,
    found: await opens(address, network, signal),
  }));
}

async function opens(address: SockJsAddress, network: Network, signal: AbortSignal): Promise<Found> {
  const line = await openSockJs({ ...address, patience: 0 }, network, listener, { signal, timeout });
  line.close();
  return { text: 'The transport opens.', facts: line.facts };
}

/** What is not needed is warned of when it fails. */
async function perhaps(found: Promise<Found>, signal: AbortSignal): Promise<Found> {
  try {
    return await found;
  } catch (error) {
    if (signal.aborted || !(error instanceof Refusal)) throw error;
    const { text, detail, hint } = error.reason;
    const facts = detail === undefined ? [] : [{ name: 'Detail', value: detail }];
    return { state: 'warning', text, facts, ...(hint !== undefined && { hint }) };
  }
}
