import type { Agent } from 'node:http';
import type { DiagnosisStep } from '../../preload/contract/index.ts';
import type { NetworkSettings } from './network-fields.ts';

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
  /** One HTTP request. Rejects with a Refusal; any status is an answer. `limit`: bytes of the body, 1 MB by default. */
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
  close(): void;
}

export declare function createNetwork(settings: NetworkSettings): Network;
