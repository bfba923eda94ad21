import { once } from 'node:events';
import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as plain,
} from 'node:http';
import { request as encrypted } from 'node:https';
import { Refusal } from '../refusal.ts';
import { failure, stopped, timedOut } from './failure.ts';
import { Lease } from './lease.ts';
import type { HttpAnswer } from './network.ts';
import { targetOf } from './route.ts';

export interface HttpRequest {
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal | undefined;
  /** Bytes of the answer's body. */
  limit: number;
  /** Milliseconds for the whole exchange. */
  timeout: number;
}

/** One HTTP exchange; redirects are answers, not followed. Rejects with a {@link Refusal}. */
export async function exchange(url: URL, asked: HttpRequest, agent: Agent): Promise<HttpAnswer> {
  if (asked.signal?.aborted) throw stopped();
  const { host, port } = targetOf(url);
  const place = `${host}:${port}`;
  const patience = AbortSignal.timeout(asked.timeout);
  const signal = AbortSignal.any([patience, ...(asked.signal ? [asked.signal] : [])]);
  const lease = new Lease(agent, place);
  // Node would let a request that still waits for its connection wait on.
  signal.addEventListener('abort', () => lease.cut(), { once: true });
  let request: ClientRequest | undefined;
  try {
    request = requestTo(url, { method: asked.method, headers: asked.headers, agent: lease, signal });
    request.end(asked.body);
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return {
      status: answer.statusCode ?? 0,
      headers: headersOf(answer),
      text: await textOf(answer, asked.limit, place),
    };
  } catch (error) {
    if (asked.signal?.aborted) throw stopped();
    throw patience.aborted ? timedOut(place, asked.timeout / 1000) : failure(error, place);
  } finally {
    request?.on('error', () => {}).destroy();
    lease.cut();
  }
}

/** A request that is not ended yet. Throws what `node:http` throws, and a {@link Refusal} for other schemes. */
export function requestTo(
  url: URL,
  options: { method: string; headers: OutgoingHttpHeaders; agent: Agent; signal?: AbortSignal },
): ClientRequest {
  const { host, port, secure } = targetOf(url);
  return (secure ? encrypted : plain)({
    host,
    port,
    defaultPort: secure ? 443 : 80,
    path: `${url.pathname}${url.search}`,
    ...options,
  });
}

function headersOf(answer: IncomingMessage): Record<string, string> {
  const headers = Object.entries(answer.headers);
  return Object.fromEntries(
    headers.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

async function textOf(answer: IncomingMessage, limit: number, place: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      const text = `${place} answered with more than ${limit} bytes.`;
      throw new Refusal({ code: 'too-large', text }, { retry: false });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
