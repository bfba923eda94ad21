import type { Reason } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import { failure } from '../failure.ts';

/** Bytes of the largest message that is taken. */
export const messageLimit = 128 * 1024 * 1024;

/** The server closed the line. */
export class WebSocketClosed extends Refusal {
  /** 1005 where the server gave none (RFC 6455, 7.1.5). */
  readonly code: number;
  /** Text that came with the code; empty for none. */
  readonly words: string;

  constructor(code: number, words: string) {
    const { retry, ...told } = storyOf(code);
    const detail = `WebSocket close code ${code}${words && `: ${words}`}`;
    super({ ...told, text: words === '' ? told.text : `${told.text} It says: ${words}`, detail }, { retry });
    this.code = code;
    this.words = words;
  }
}

type Story = Omit<Reason, 'detail'> & { retry: boolean };

const gone = (text: string, retry = true): Story => ({ code: 'server-closed', text, retry });
const askedFor = 'Check the credentials of the profile.';

/** RFC 6455, 7.4.1, and the IANA registry “WebSocket Close Code Number”. */
const stories = new Map<number, Story>([
  [1000, gone('The server closed the connection.')],
  [1001, gone('The server closed the connection because it goes away.')],
  [1002, { code: 'protocol', text: 'The server found an error in what was sent to it.', retry: true }],
  [1003, { code: 'protocol', text: 'The server does not take this kind of data, text or binary.', retry: true }],
  [1005, gone('The server closed the connection and gave no reason.')],
  [1007, { code: 'protocol', text: 'The server could not read the last message as what it was sent as.', retry: true }],
  [
    1008,
    {
      code: 'server-closed',
      text: 'The server closed the connection: something is against its rules.',
      hint: 'Many servers say this when they do not accept the credentials.',
      retry: false,
    },
  ],
  [1009, { code: 'too-large', text: 'The server closed the line: a message was larger than it accepts.', retry: true }],
  [1010, { code: 'protocol', text: 'The server wants an extension that Patchbay does not offer.', retry: false }],
  [1011, gone('The server closed the connection after an error of its own.')],
  [1012, gone('The server closed the connection because it restarts.')],
  [1013, gone('The server is overloaded and asks to try again later.')],
  [1014, gone('The server is a gateway, and what is behind it gave no proper answer.')],
  [3000, { code: 'credentials', text: 'The server does not know who is asking.', hint: askedFor, retry: false }],
  [3003, { code: 'credentials', text: 'The server does not allow this.', hint: askedFor, retry: false }],
  [3008, { code: 'timeout', text: 'The server waited too long for something and closed the connection.', retry: true }],
]);

function storyOf(code: number): Story {
  const known = stories.get(code);
  if (known) return known;
  const kind = code >= 4000 ? 'of its own' : 'that is not known';
  return gone(`The server closed the connection with a code ${kind}, ${code}.`);
}

/** Errors of `ws`: over our limit, in more parts than it keeps, over any limit. */
const tooLarge = new Set([
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_TOO_MANY_BUFFERED_PARTS',
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
]);

/** The line ended without a farewell. `error`: what the client made of the server; `underneath`: of the connection. */
export function brokenOff(error: Error | undefined, underneath: Refusal | undefined): Refusal {
  const code = error && codeOf(error);
  if (code !== undefined && tooLarge.has(code)) {
    const text = `The server sent a message larger than ${messageLimit / 1024 / 1024} MB; the line was closed.`;
    return new Refusal({ code: 'too-large', text, detail: `${error?.message} (${code})` }, { retry: true });
  }
  if (code?.startsWith('WS_ERR_')) {
    const text = 'The server sent something that is against the rules of WebSocket; the line was closed.';
    return new Refusal({ code: 'protocol', text, detail: `${error?.message} (${code})` }, { retry: true });
  }
  const detail = underneath?.reason.detail ?? error?.message;
  const text = 'The connection broke off.';
  return new Refusal({ code: 'dropped', text, ...(detail !== undefined && { detail }) }, { retry: true });
}

/** Why no WebSocket came about, as far as `ws` and the connection beneath it know. */
export interface Mishap {
  error: Error;
  underneath: Refusal | undefined;
  /** Subprotocols that were offered, and what the server made of them. */
  offered: string[];
  chosen: string | undefined;
}

/** What `ws` finds wrong in the answer itself has no error code (observed on ws 8.23.0). */
export function refusedHandshake({ error, underneath, offered, chosen }: Mishap, place: string): Refusal {
  if (error instanceof Refusal || codeOf(error) !== undefined) return underneath ?? failure(error, place);
  const detail = error.message;
  if (detail.includes('subprotocol')) return refusedProtocol(detail, offered, chosen);
  const text = `${place} does not open a WebSocket by the rules.`;
  const hint = 'A proxy between may be to blame, or the server speaks something else.';
  return new Refusal({ code: 'protocol', text, detail, hint }, { retry: false });
}

function refusedProtocol(detail: string, offered: string[], chosen: string | undefined): Refusal {
  const names = offered.join(', ');
  const text =
    chosen === undefined
      ? `The server takes none of the subprotocols it was offered: ${names}.`
      : `The server speaks the subprotocol ${chosen}, which it was not offered.`;
  const hint = 'Ask which subprotocol the server speaks, and offer that one, or none.';
  return new Refusal({ code: 'protocol', text, detail, hint }, { retry: false });
}

/** What `ws` does not even try: a subprotocol that is none, a header that cannot be sent. */
export function refusedAddress(error: unknown, place: string): Refusal {
  if (!(error instanceof SyntaxError)) return failure(error, place);
  const text = 'The profile asks for something that no WebSocket can be opened with.';
  const hint = 'Subprotocols are different words of letters, digits and hyphens.';
  return new Refusal({ code: 'settings', text, detail: error.message, hint }, { retry: false });
}

export function flooded(): Refusal {
  const text = 'The server sends pings faster than it takes the answers; the line was closed.';
  return new Refusal({ code: 'protocol', text }, { retry: true });
}

export function silent(): Refusal {
  const text = 'The server fell silent: it did not answer the heartbeat.';
  return new Refusal({ code: 'timeout', text }, { retry: true });
}

export function unsendable(text: string): Refusal {
  return new Refusal({ code: 'settings', text }, { retry: false });
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
