import { z } from 'zod';
import type { Fact } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import { refusedByStatus } from '../failure.ts';
import type { HttpAnswer, Network } from '../network.ts';
import type { SockJsAddress } from '../sockjs.ts';
import { elsewhere, notSockJs } from './failure.ts';

/** What a SockJS server says of itself at `<base>/info` (sockjs-protocol 0.3.3, “Info”). */
export interface Info {
  websocket: boolean;
  /** Where its transports are: the base, or another path of its host that it names. */
  base: URL;
  facts: Fact[];
  /** As it came. */
  text: string;
}

const infoText = z.looseObject({
  websocket: z.boolean(),
  cookie_needed: z.boolean().optional().catch(undefined),
  // sockjs-client asks for the transports there.
  base_url: z.string().min(1).max(2000).optional().catch(undefined),
});

/** `rest` below the base: `/info` for one. */
export function below(base: URL, rest: string): URL {
  const url = new URL(base);
  url.hash = '';
  url.pathname = base.pathname.replace(/\/+$/, '') + rest;
  return url;
}

/** `timeout`: milliseconds. Rejects with a {@link Refusal} that tells what kind of server answers instead. */
export async function askInfo(
  address: SockJsAddress,
  network: Network,
  { signal, timeout }: { signal: AbortSignal; timeout: number },
): Promise<Info> {
  const { url, headers } = address;
  const answer = await network.request(below(url, '/info'), { headers, signal, timeout, limit: 100_000 });
  if (answer.status !== 200) throw refusedInfo(answer, url.host);
  const { data } = infoText.safeParse(jsonOf(answer.text));
  if (!data) throw notSockJs(url.host, answer.text);
  return {
    websocket: data.websocket,
    base: data.base_url === undefined ? url : baseOf(data.base_url, url),
    facts: [
      { name: 'WebSocket offered', value: data.websocket ? 'yes' : 'no' },
      ...(data.cookie_needed === undefined
        ? []
        : [{ name: 'Cookies', value: data.cookie_needed ? 'needed' : 'not needed' }]),
    ],
    text: answer.text,
  };
}

function refusedInfo({ status, headers, text }: HttpAnswer, place: string): Refusal {
  const { reason, retry } = refusedByStatus(status, place, text);
  const { location, 'www-authenticate': challenge } = headers;
  const detail = challenge ? `${reason.detail}; WWW-Authenticate: ${challenge}` : reason.detail;
  const told = { ...reason, ...(detail !== undefined && { detail }) };
  if (location && status < 400) {
    return new Refusal({ ...told, hint: `It points to ${location}: use that address, without “/info”.` }, { retry });
  }
  if (status !== 404) return new Refusal(told, { retry });
  const hint = 'Check the path of the address: the server has to answer with “/info” after it.';
  return new Refusal({ ...told, hint }, { retry });
}

/** The query travels with every request, wherever the transports are. */
function baseOf(named: string, url: URL): URL {
  const base = URL.canParse(named, url.href) ? new URL(named, url) : undefined;
  const same = base?.host === url.host && secure(base) === secure(url);
  if (!base || !same) throw elsewhere(named);
  base.search = url.search;
  return base;
}

const secure = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'wss:';

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
