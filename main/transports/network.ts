import type { Agent } from 'node:http';
import type { DiagnosisStep } from '../../preload/contract/index.ts';
import { diagnoseRoute } from './diagnosis.ts';
import { exchange } from './http.ts';
import type { NetworkSettings } from './network-fields.ts';
import { Route } from './route.ts';
import { RouteAgent } from './route-agent.ts';

export { type NetworkSettings, networkFields } from './network-fields.ts';

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** The way to one server: proxy, TLS, headers. Made once per connection or report, closed with it. */
export interface Network {
  /** Extra headers of the profile, for every HTTP request and every handshake. */
  readonly headers: Readonly<Record<string, string>>;
  /** For `http`, `https`, `ws` and `wss` alike: goes through the proxy, checks TLS by the profile's rules. */
  readonly agent: Agent;
  /**
   * One HTTP request. Rejects with a Refusal; any status is an answer. `limit`: bytes of the body, 1 MB by default.
   * `timeout`: milliseconds for all of it, by default the profile's time to connect.
   */
  request(
    url: URL,
    options: {
      method?: string;
      headers?: Record<string, string>;
      body?: string;
      signal?: AbortSignal;
      limit?: number;
      timeout?: number;
    },
  ): Promise<HttpAnswer>;
  /** Name lookup, proxy, TCP, TLS; ends after the first failed step. */
  diagnose(url: URL, signal: AbortSignal): AsyncIterable<DiagnosisStep>;
  /** Leaves the lines that go through the agent unread until they are let go: their servers have to wait. */
  hold(on: boolean): void;
  /** Gives up what is still connecting. Open sockets belong to those who use them. */
  close(): void;
}

export function createNetwork(settings: NetworkSettings): Network {
  const headers = Object.fromEntries(settings.headers.map(({ name, value }) => [name, value]));
  const route = new Route(settings);
  const agent = new RouteAgent(route);
  return {
    headers,
    agent,
    request: (url, { method = 'GET', body, signal, limit = 1_000_000, timeout, ...own }) =>
      exchange(
        url,
        {
          method,
          headers: { ...headers, ...own.headers },
          body,
          signal,
          limit,
          timeout: timeout ?? settings.connectTimeout * 1000,
        },
        agent,
      ),
    diagnose: (url, signal) => diagnoseRoute(route, url, signal),
    hold: (on) => (on ? agent.hold.hold() : agent.hold.release()),
    close: () => {
      route.close();
      agent.destroy();
    },
  };
}
