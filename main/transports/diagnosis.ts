import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { DiagnosisStep } from '../../preload/contract/index.ts';
import { Refusal } from '../refusal.ts';
import { chainFacts } from './certificate.ts';
import { failure } from './failure.ts';
import { type ProxyServer, tunnel } from './proxy.ts';
import { type Route, type Target, targetOf } from './route.ts';
import { dial } from './tcp.ts';
import { Distrust, type Secured, secure } from './tls.ts';

/** What a step of the report came to. */
export type Found = Pick<DiagnosisStep, 'text'> & Partial<Pick<DiagnosisStep, 'facts' | 'hint' | 'state'>>;

/**
 * Yields a step as `running`, does its work, and yields it again with what was found. Returns the work's value;
 * nothing when it failed or was stopped.
 */
export async function* step<Value>(
  id: string,
  title: string,
  signal: AbortSignal,
  work: () => Promise<{ found: Found; value: Value }>,
): AsyncGenerator<DiagnosisStep, { value: Value } | undefined> {
  const start = performance.now();
  yield { id, title, state: 'running', text: '', facts: [] };
  try {
    const { found, value } = await work();
    yield { id, title, state: 'passed', facts: [], ...found, took: performance.now() - start };
    return { value };
  } catch (error) {
    if (signal.aborted) return undefined;
    const refusal = error instanceof Refusal ? error : failure(error, title);
    const { text, hint, detail } = refusal.reason;
    const facts = detail ? [{ name: 'Detail', value: detail }] : [];
    if (refusal instanceof Distrust) facts.push(...chainFacts(refusal.certificate));
    yield { id, title, state: 'failed', text, facts, ...(hint && { hint }), took: performance.now() - start };
    return undefined;
  }
}

/** The way to a server, step by step, as {@link Network.diagnose} promises. */
export async function* diagnoseRoute(route: Route, url: URL, signal: AbortSignal): AsyncGenerator<DiagnosisStep> {
  const target = targetOf(url);
  const proxy = route.proxy;
  const reached = proxy ? yield* byProxy(route, proxy, target, signal) : yield* straight(route, target, signal);
  if (!reached) return;
  const socket = reached.value;
  try {
    if (target.secure) yield* step('tls', 'TLS', signal, () => encrypt(route, socket, target, signal));
  } finally {
    socket.destroy();
  }
}

type Reached = AsyncGenerator<DiagnosisStep, { value: Socket } | undefined>;

async function* byProxy(route: Route, proxy: ProxyServer, target: Target, signal: AbortSignal): Reached {
  const skipped = { state: 'skipped' as const, text: 'Left to the proxy.', facts: [] };
  yield { id: 'name-lookup', title: 'Name lookup', ...skipped };
  const place = `${proxy.protocol}//${proxy.host}:${proxy.port}`;
  const reached = yield* step('proxy', 'Proxy', signal, async () => ({
    value: await route.within(target, signal, (limited) => tunnel(proxy, target, limited)),
    found: {
      text: `The proxy connects to ${target.host}:${target.port}.`,
      facts: [{ name: 'Proxy', value: place }],
    },
  }));
  if (reached) yield { id: 'tcp', title: 'TCP connection', ...skipped };
  return reached;
}

async function* straight(route: Route, target: Target, signal: AbortSignal): Reached {
  if (isIP(target.host)) {
    const text = `${target.host} is an address, not a name.`;
    yield { id: 'name-lookup', title: 'Name lookup', state: 'skipped', text, facts: [] };
  } else if (!(yield* step('name-lookup', 'Name lookup', signal, () => find(route, target, signal)))) {
    return undefined;
  }
  return yield* step('tcp', 'TCP connection', signal, async () => {
    const socket = await route.within(target, signal, (limited) => dial(target, limited));
    const facts = [{ name: 'Connected to', value: `${socket.remoteAddress} port ${socket.remotePort}` }];
    return { value: socket, found: { text: `${target.host}:${target.port} accepts connections.`, facts } };
  });
}

async function find(route: Route, target: Target, signal: AbortSignal) {
  const addresses = await route.within(target, signal, (limited) =>
    Promise.race([lookup(target.host, { all: true }), aborted(limited)]),
  );
  const facts = addresses.map(({ address, family }) => ({ name: `IPv${family} address`, value: address }));
  return { value: addresses, found: { text: `${target.host} has ${count(addresses.length)}.`, facts } };
}

function count(addresses: number): string {
  return addresses === 1 ? 'one address' : `${addresses} addresses`;
}

/** A name lookup cannot be given up; only waiting for it can. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function encrypt(route: Route, plain: Socket, target: Target, signal: AbortSignal) {
  const secured = await route.within(target, signal, (limited) => secure(plain, target, route.settings, limited));
  const found = describe(secured, route.settings.pinnedCertificate);
  await afterthought(secured.socket, `${target.host}:${target.port}`);
  return { value: undefined, found };
}

/** In TLS 1.3 a server refuses a client certificate only after the client has seen the handshake succeed. */
function afterthought(socket: TLSSocket, place: string): Promise<void> {
  if (socket.getProtocol() !== 'TLSv1.3') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 250);
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(failure(error, place));
    });
    socket.resume();
  });
}

const soon = 14 * 24 * 3600 * 1000;

function describe({ socket, certificate: leaf }: Secured, pinned: string | undefined): Found {
  const facts = [
    { name: 'Protocol', value: socket.getProtocol() ?? '' },
    { name: 'Cipher', value: socket.getCipher().name },
    ...(leaf ? chainFacts(leaf) : []),
  ];
  if (pinned) return { text: 'The certificate is the pinned one; nothing else about it was checked.', facts };
  if (leaf && Date.parse(leaf.validTo) < Date.now() + soon) {
    const text = 'The certificate is trusted, but expires within two weeks.';
    return { state: 'warning', text, facts, hint: 'Tell whoever runs the server.' };
  }
  return { text: 'The certificate is trusted.', facts };
}
