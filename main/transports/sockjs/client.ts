import SockJS from 'sockjs-client';

/** The transports of sockjs-client that work outside of a browser, as far as they are used. */
export type Transport = 'websocket' | 'xhr-streaming' | 'xhr-polling';

export interface ClientListener {
  /** Every frame that comes by WebSocket; bytes where it came as such. */
  frame(frame: string | Uint8Array): void;
  /** The server's WebSocket ping; it has been answered. */
  ping(): void;
  /** A transport ended; while connecting, the next one is tried. */
  tried(transport: string, code: number, words: string): void;
  closed(code: number, words: string): void;
}

/** What sockjs-client 1.6.1 looks like inside, as far as it is used here. */
interface Inside {
  readonly readyState: number;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(): void;
  _transport: { transportName: string; ws?: FayeWebSocket | null } | null;
  _transportTimeoutId: NodeJS.Timeout | null;
  _transportMessage(frame: string | Uint8Array): void;
  _transportClose(code: number, words: string): void;
  _connect(): void;
}

interface FayeWebSocket {
  ping(): void;
  readonly _driver: {
    on(event: 'ping', listener: () => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
  };
}

const open = 1;

/**
 * One attempt of sockjs-client. Frames are taken from it before it reads them, because it drops without a word what it
 * cannot read.
 */
export class Client {
  /** What it found wrong with the server's WebSocket; it tells of a broken connection only. */
  error: Error | undefined;
  readonly #socket: Inside;
  readonly #listener: ClientListener;
  readonly #read: Inside['_transportMessage'];

  /** `timeout`: milliseconds for each transport; `limit`: bytes of a WebSocket message. */
  constructor(
    base: string,
    { transports, timeout, limit }: { transports: Transport[]; timeout: number; limit: number },
    listener: ClientListener,
  ) {
    const options = { transports, timeout, transportOptions: { websocket: { maxLength: limit } } };
    const socket = new SockJS(base, null, options) as unknown as Inside;
    const { _connect, _transportClose, _transportMessage } = socket;
    socket._transportMessage = (frame) => listener.frame(frame);
    // The timer of one transport would end the next one early.
    socket._connect = () => {
      clearTimeout(socket._transportTimeoutId ?? undefined);
      _connect.call(socket);
    };
    socket._transportClose = (code, words) => {
      listener.tried(socket._transport?.transportName ?? '', code, words);
      _transportClose.call(socket, code, words);
    };
    socket.onclose = ({ code, reason }) => listener.closed(code, reason);
    this.#socket = socket;
    this.#listener = listener;
    this.#read = _transportMessage;
  }

  get open(): boolean {
    return this.#socket.readyState === open;
  }

  get transport(): string {
    return this.#socket._transport?.transportName ?? '';
  }

  /** Tells it that the server's `o` frame came. */
  opened(): void {
    this.#read.call(this.#socket, 'o');
    const driver = this.#socket._transport?.ws?._driver;
    driver?.on('ping', () => this.#listener.ping());
    driver?.on('error', (error) => {
      this.error = error;
    });
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Asks for a sign of life, where the transport can. */
  ping(): void {
    this.#socket._transport?.ws?.ping();
  }

  close(): void {
    this.#socket.onclose = null;
    // It forgets this one.
    clearTimeout(this.#socket._transportTimeoutId ?? undefined);
    this.#socket.close();
  }
}
