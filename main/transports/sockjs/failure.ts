import { Refusal } from '../../refusal.ts';
import { WebSocketClosed } from '../websocket/failure.ts';

/** The server closed the line. */
export class SockJsClosed extends Refusal {
  readonly code: number;
  /** Text that came with the code; empty for none. */
  readonly words: string;

  constructor(code: number, words: string) {
    super(reasonOf(code, words), { retry: true });
    this.code = code;
    this.words = words;
  }
}

/** What sockjs-node 0.3.24 means by its own codes; from 3000 on every service has its own. */
const stories = new Map<string, string>([
  ['2010 Another connection still open', 'The server thinks that this session is open twice, and closed it.'],
  ['3000 Broken framing.', 'The server could not read what was sent to it, and closed the connection.'],
  ['3000 No response from heartbeat', 'The server closed the connection: its heartbeat was not answered.'],
]);

function reasonOf(code: number, words: string) {
  const detail = `SockJS close code ${code}${words && `: ${words}`}`;
  const known = stories.get(`${code} ${words}`);
  if (known) return { code: 'server-closed' as const, text: known, detail };
  // RFC 6455 keeps these for WebSocket itself.
  if (code >= 1000 && code < 2000) return { ...new WebSocketClosed(code, words).reason, detail };
  const text = `The server closed the connection with code ${code}.`;
  return { code: 'server-closed' as const, text: words === '' ? text : `${text} It says: ${words}`, detail };
}

/** What became of one transport while the line was being opened. */
export interface Attempt {
  transport: string;
  refusal: Refusal;
}

/** None of the transports could be opened. What is said of credentials counts most, else what came last. */
export function noTransport(attempts: Attempt[]): Refusal {
  const about = attempts.find(({ refusal }) => refusal.reason.code === 'credentials') ?? attempts.at(-1);
  if (!about) return new Refusal({ code: 'protocol', text: 'No SockJS transport could be opened.' }, { retry: true });
  const { reason, retry } = about.refusal;
  const hint = 'The server answers as SockJS, but none of the transports that the profile allows came about.';
  const details = attempts.map(({ transport, refusal }) => `${transport}: ${refusal.reason.detail ?? refusal.message}`);
  return new Refusal({ hint, ...reason, detail: details.join('; ') }, { retry });
}

/** sockjs-client gave a transport up, and the relay saw nothing wrong. */
export function notOpened(transport: string, code: number, words: string): Refusal {
  // sockjs-client's own code for a transport that did not open in time.
  const late = code === 2007;
  const text = late ? `The transport ${transport} did not open in time.` : `The transport ${transport} did not open.`;
  return new Refusal({ code: late ? 'timeout' : 'protocol', text, detail: `${words} (${code})` }, { retry: true });
}

export function notSockJs(place: string, answer: string): Refusal {
  const text = `${place} answers, but not in SockJS.`;
  const hint = 'Check host, port and path: with “/info” after it, the address has to give a small JSON object.';
  return new Refusal({ code: 'protocol', text, detail: answer.slice(0, 500), hint }, { retry: false });
}

export function noWebSocket(): Refusal {
  const text = 'The server says that it takes no WebSockets.';
  const hint = 'Choose another transport, or the automatic choice.';
  return new Refusal({ code: 'protocol', text, detail: '"websocket": false', hint }, { retry: false });
}

/** The server wants its transports to be asked for at another host, which would be given our credentials. */
export function elsewhere(base: string): Refusal {
  const text = 'The server points to another address.';
  const hint = `Use that address if you trust it: ${base}`;
  return new Refusal({ code: 'address', text, detail: `base_url: ${base}`, hint }, { retry: false });
}

export function sessionLost(): Refusal {
  const text = 'The server no longer knows this session: it may have been restarted.';
  return new Refusal({ code: 'dropped', text }, { retry: true });
}

export function brokenOff(detail: string | undefined): Refusal {
  const text = 'The connection broke off.';
  return new Refusal({ code: 'dropped', text, ...(detail !== undefined && { detail }) }, { retry: true });
}

export function tooLarge(limit: number): Refusal {
  const text = `The server sent a message larger than ${limit / 1024 / 1024} MB; the line was closed.`;
  return new Refusal({ code: 'too-large', text }, { retry: true });
}

/** What sockjs-client's WebSocket found wrong with the server (observed on websocket-driver 0.7.4). */
export function spoiled({ message }: Error, limit: number): Refusal {
  if (message.includes('too large')) return tooLarge(limit);
  const text = 'The server sent something that is against the rules of WebSocket; the line was closed.';
  return new Refusal({ code: 'protocol', text, detail: message }, { retry: true });
}

export function silent(): Refusal {
  const text = 'The server fell silent: not even a heartbeat came.';
  const hint = 'If it sends none, allow more silence in the profile, or any.';
  return new Refusal({ code: 'timeout', text, hint }, { retry: true });
}

/** On an open line only refused credentials are final: a session that is gone is a 404 like a wrong path. */
export function whileOpen({ reason }: Refusal): Refusal {
  if (reason.code === 'network') return brokenOff(reason.detail);
  return new Refusal(reason, { retry: reason.code !== 'credentials' });
}
