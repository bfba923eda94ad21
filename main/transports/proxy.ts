import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { SocksClient } from 'socks';
import { Refusal } from '../refusal.ts';
import { failure } from './failure.ts';
import type { NetworkSettings } from './network-fields.ts';
import { dial } from './tcp.ts';
import { secure } from './tls.ts';

export interface ProxyServer {
  protocol: 'http:' | 'https:' | 'socks5:';
  host: string;
  port: number;
  user: string;
  password: string;
  /** Trusted, besides the usual ones, when the proxy itself speaks TLS. */
  authority: string | undefined;
}

type Target = { host: string; port: number };

const usualPorts = { 'http:': 80, 'https:': 443, 'socks5:': 1080 };

/** The proxy of the settings, if they have one. Throws a {@link Refusal} when it cannot be understood. */
export function proxyOf(settings: NetworkSettings): ProxyServer | undefined {
  if (!settings.proxy) return undefined;
  const url = URL.canParse(settings.proxy) ? new URL(settings.proxy) : undefined;
  const protocol = url?.protocol;
  if (!url || (protocol !== 'http:' && protocol !== 'https:' && protocol !== 'socks5:')) {
    throw new Refusal({ code: 'settings', text: 'The address of the proxy is not understood.' }, { retry: false });
  }
  return {
    protocol,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || usualPorts[protocol],
    user: decoded(url.username),
    password: settings.proxyPassword ?? '',
    authority: settings.authority,
  };
}

/** A percent sign that begins no escape stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * A connection to `target` through the proxy, which also looks the name up.
 * Rejects with a {@link Refusal}, or the signal's error.
 */
export async function tunnel(proxy: ProxyServer, target: Target, signal: AbortSignal): Promise<Socket> {
  const place = `the proxy ${proxy.host}:${proxy.port}`;
  const socket = await reach(proxy, signal).catch((error) => {
    throw signal.aborted ? error : failure(error, place);
  });
  const abort = () => socket.destroy();
  signal.addEventListener('abort', abort);
  try {
    await (proxy.protocol === 'socks5:' ? throughSocks : throughConnect)(socket, proxy, target, signal);
    return socket;
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : failure(error, place);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function reach(proxy: ProxyServer, signal: AbortSignal): Promise<Socket> {
  const socket = await dial(proxy, signal);
  if (proxy.protocol !== 'https:') return socket;
  const authority = proxy.authority && [...rootCertificates, proxy.authority].join('\n');
  const secured = await secure(socket, proxy, { ...(authority && { authority }) }, signal);
  return secured.socket;
}

async function throughConnect(socket: Socket, proxy: ProxyServer, target: Target, signal: AbortSignal): Promise<void> {
  const place = `${isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`;
  const credentials = Buffer.from(`${proxy.user}:${proxy.password}`).toString('base64');
  const asked = request({
    method: 'CONNECT',
    path: place,
    headers: { host: place, ...(proxy.user && { 'proxy-authorization': `Basic ${credentials}` }) },
    createConnection: () => socket,
  });
  // The socket may break after the answer came, when nobody asks this request any more.
  asked.on('error', () => {});
  asked.end();
  const [answer, head] = (await once(asked, 'connect', { signal })) as [IncomingMessage, Buffer];
  if (answer.statusCode !== 200) throw refusedByProxy(answer.statusCode ?? 0, proxy, place);
  if (head.length > 0) socket.unshift(head);
}

function refusedByProxy(status: number, proxy: ProxyServer, place: string): Refusal {
  if (status === 407) return wrongPassword(proxy, `HTTP ${status}`);
  return new Refusal(
    {
      code: status >= 500 ? 'network' : 'http',
      text: `The proxy ${proxy.host}:${proxy.port} does not connect to ${place} (HTTP ${status}).`,
      hint:
        status >= 500
          ? 'The proxy could not reach the server: check its host and port.'
          : 'The rules of the proxy do not allow this host or port.',
    },
    { retry: status >= 500 },
  );
}

async function throughSocks(socket: Socket, proxy: ProxyServer, target: Target): Promise<void> {
  const { host, port, user, password } = proxy;
  try {
    await SocksClient.createConnection({
      proxy: { host, port, type: 5, ...(user && { userId: user, password }) },
      destination: target,
      command: 'connect',
      existing_socket: socket,
    });
  } catch (error) {
    throw refusedBySocks(error instanceof Error ? error.message : '', proxy, `${target.host}:${target.port}`);
  }
}

/** The client tells what happened in its message only, as `Socks5 proxy rejected connection - HostUnreachable`. */
function refusedBySocks(message: string, proxy: ProxyServer, place: string): Refusal {
  if (/authentication/i.test(message)) return wrongPassword(proxy, message);
  if (!message.includes('rejected connection')) {
    const text = `${proxy.host}:${proxy.port} does not answer as a SOCKS5 proxy.`;
    return new Refusal({ code: 'protocol', text, detail: message }, { retry: true });
  }
  const forbidden = message.endsWith('NotAllowed');
  return new Refusal(
    {
      code: 'network',
      text: `The proxy ${proxy.host}:${proxy.port} does not connect to ${place}.`,
      detail: message,
      hint: forbidden
        ? 'The rules of the proxy do not allow this host or port.'
        : 'The proxy could not reach the server: check its host and port.',
    },
    { retry: !forbidden },
  );
}

function wrongPassword(proxy: ProxyServer, detail: string): Refusal {
  return new Refusal(
    {
      code: 'credentials',
      text: `The proxy ${proxy.host}:${proxy.port} wants another user name or password.`,
      detail,
      hint: 'Write the user name before the host, as in http://user@proxy.example:3128, and the password in its field.',
    },
    { retry: false },
  );
}
