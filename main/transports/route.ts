import type { Socket } from 'node:net';
import { Refusal } from '../refusal.ts';
import { failure, stopped, timedOut } from './failure.ts';
import type { NetworkSettings } from './network-fields.ts';
import { type ProxyServer, proxyOf, tunnel } from './proxy.ts';
import { dial } from './tcp.ts';
import { secure } from './tls.ts';

export interface Target {
  host: string;
  port: number;
  secure: boolean;
}

/** Where a URL of `http:`, `https:`, `ws:` or `wss:` leads. Throws a {@link Refusal} for any other. */
export function targetOf(url: URL): Target {
  const encrypted = { 'http:': false, 'ws:': false, 'https:': true, 'wss:': true }[url.protocol];
  if (encrypted === undefined || url.hostname === '') {
    const text = `${url.protocol}// is not an address that can be connected to.`;
    const hint = 'Use http://, https://, ws:// or wss://.';
    throw new Refusal({ code: 'address', text, hint }, { retry: false });
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(url.port) || (encrypted ? 443 : 80), secure: encrypted };
}

/** How connections are made: straight or through the proxy, then TLS. Every connection of a network is made here. */
export class Route {
  readonly settings: NetworkSettings;
  readonly #closing = new AbortController();

  constructor(settings: NetworkSettings) {
    this.settings = settings;
  }

  get proxy(): ProxyServer | undefined {
    return proxyOf(this.settings);
  }

  /** Ready for the first byte of HTTP. Rejects with a {@link Refusal}. */
  connect(target: Target, signal?: AbortSignal): Promise<Socket> {
    return this.within(target, signal, async (limited) => {
      const proxy = this.proxy;
      const socket = await (proxy ? tunnel(proxy, target, limited) : dial(target, limited));
      return target.secure ? (await secure(socket, target, this.settings, limited)).socket : socket;
    });
  }

  /** Does one thing within the time to connect, and turns whatever it throws into a {@link Refusal}. */
  async within<Value>(
    target: Target,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const place = `${target.host}:${target.port}`;
    const seconds = this.settings.connectTimeout;
    const patience = AbortSignal.timeout(seconds * 1000);
    const outside = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    try {
      return await work(AbortSignal.any([outside, patience]));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (outside.aborted) throw stopped();
      throw patience.aborted ? timedOut(place, seconds) : failure(error, place);
    }
  }

  close(): void {
    this.#closing.abort();
  }
}
