import { Refusal } from '../../refusal.ts';
import { refusedByStatus, stopped } from '../failure.ts';
import type { HttpAnswer, Network } from '../network.ts';
import type { Generation, SocketIoAddress } from '../socket-io.ts';
import { origin } from './client.ts';

export interface Probe {
  /** Nothing where the server is Socket.IO, but takes no polling. */
  generation: Generation | undefined;
  status: number;
  body: string;
}

/**
 * Asks for a polling session of Engine.IO 4 and ends it again. Servers of version 3 and 4 answer `0{"sid":…}`, those
 * of version 2 `96:0{"sid":…}`, whatever was asked for (observed on socket.io 4.8.4 and 2.5.1). Rejects with a
 * {@link Refusal}.
 */
export async function probeGeneration(address: SocketIoAddress, network: Network, signal: AbortSignal): Promise<Probe> {
  const url = new URL(`${address.path.replace(/\/$/, '')}/`, origin(address.url));
  for (const [name, value] of Object.entries(address.query)) url.searchParams.set(name, value);
  url.searchParams.set('EIO', '4');
  url.searchParams.set('transport', 'polling');
  const answer = await network.request(url, { headers: address.headers, signal });
  const generation = generationOf(answer);
  if (generation) {
    await leave(url, answer.text, generation, address, network, signal);
    if (signal.aborted) throw stopped();
  } else if (!isEngineError(answer)) {
    throw notSocketIo(answer, url);
  }
  return { generation, status: answer.status, body: answer.text };
}

function generationOf({ status, text }: HttpAnswer): Generation | undefined {
  if (status !== 200) return undefined;
  if (/^0\{.*"sid"/.test(text)) return 4;
  return /^\d+:0\{.*"sid"/.test(text) ? 2 : undefined;
}

/** Otherwise the server would take the session for a client until its heartbeat is overdue. */
async function leave(
  url: URL,
  session: string,
  generation: Generation,
  address: SocketIoAddress,
  network: Network,
  signal: AbortSignal,
): Promise<void> {
  const sid = /"sid":"([^"]+)"/.exec(session)?.[1];
  if (!sid) return;
  const ending = new URL(url);
  ending.searchParams.set('EIO', generation === 4 ? '4' : '3');
  ending.searchParams.set('sid', sid);
  const body = generation === 4 ? '1' : '1:1';
  const headers = { ...address.headers, 'Content-Type': 'text/plain;charset=UTF-8' };
  // It is a courtesy: what was asked is known already.
  await network.request(ending, { method: 'POST', headers, body, signal, timeout: 2000 }).catch(() => {});
}

/** Engine.IO refuses with a code and a message, such as `{"code":0,"message":"Transport unknown"}`. */
function isEngineError({ status, text }: HttpAnswer): boolean {
  return status === 400 && /^\{"code":\d+,"message":"/.test(text);
}

function notSocketIo({ status, text, headers }: HttpAnswer, url: URL): Refusal {
  const elsewhere = status !== 404 && status !== 200;
  if (elsewhere) {
    const refusal = refusedByStatus(status, url.host, text);
    const to = headers.location;
    if (!to) return refusal;
    const hint = `It points to ${to}: use that address.`;
    return new Refusal({ ...refusal.reason, hint }, { retry: false });
  }
  return new Refusal(
    {
      code: 'protocol',
      text: `${url.host} answers, but there is no Socket.IO at ${url.pathname}.`,
      detail: `HTTP ${status}: ${text.slice(0, 500)}`,
      hint: 'Check host, port and the path of the engine, which is /socket.io on most servers.',
    },
    { retry: false },
  );
}
