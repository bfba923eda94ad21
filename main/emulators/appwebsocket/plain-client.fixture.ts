import { createHash } from 'node:crypto';
import { WebSocket } from 'ws';

type Message = Record<string, unknown>;

/** For tests: the bare `ws` package as anybody would use it, and the formulas once more. */
export interface PlainClient {
  readonly received: Message[];
  /** Every text as it came. */
  readonly texts: string[];
  readonly socket: WebSocket;
  closed(): Promise<{ code: number; reason: string }>;
  send(message: Message): void;
  /** Resolves with the `count`th message of this kind. */
  next(mt: string, count?: number): Promise<Message>;
  /** Logs in; answers the result and the session key. */
  login(
    fields: Message,
    password: string,
    change?: (login: Message) => Message,
  ): Promise<{ result: Message; key: string }>;
  close(): void;
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Digest over the fields as they are; `info` where it is there. */
export function digest(login: Message, challenge: unknown, password: string): string {
  const info = 'info' in login ? [JSON.stringify(login.info)] : [];
  const fields = ['app', 'domain', 'sip', 'guid', 'dn'].map((name) => login[name] ?? '');
  return sha256([...fields, ...info, challenge, password].join(':'));
}

export function rc4(key: string, data: Buffer): Buffer {
  const bytes = Buffer.from(key);
  const s = [...Array(256).keys()];
  const get = (n: number) => s[n & 255] ?? 0;
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + get(i) + (bytes[i % bytes.length] ?? 0)) & 255;
    [s[i], s[j]] = [get(j), get(i)];
  }
  let [i, j] = [0, 0];
  return Buffer.from(
    [...data].map((byte) => {
      i = (i + 1) & 255;
      j = (j + get(i)) & 255;
      [s[i], s[j]] = [get(j), get(i)];
      return byte ^ get(get(i) + get(j));
    }),
  );
}

export async function plainClient(url: string, options: object = {}): Promise<PlainClient> {
  const socket = new WebSocket(url, { perMessageDeflate: false, ...options });
  const received: Message[] = [];
  const texts: string[] = [];
  const waiting = new Set<() => void>();
  const end = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary) return;
    texts.push(String(data));
    try {
      received.push(JSON.parse(String(data)));
    } catch {}
    for (const check of waiting) check();
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const client: PlainClient = {
    received,
    texts,
    socket,
    closed: () => end,
    send: (message) => socket.send(JSON.stringify(message)),
    next: (mt, count = 1) =>
      new Promise((resolve) => {
        const check = () => {
          const found = received.filter((message) => message?.mt === mt)[count - 1];
          if (!found) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    async login(fields, password, change = (login) => login) {
      client.send({ mt: 'AppChallenge' });
      const { challenge } = await client.next('AppChallengeResult');
      const login = { app: '', domain: '', sip: '', guid: '', dn: '', ...fields };
      client.send(change({ mt: 'AppLogin', ...login, digest: digest(login, challenge, password) }));
      return {
        result: await client.next('AppLoginResult'),
        key: sha256(`innovaphoneAppSessionKey:${challenge}:${password}`),
      };
    },
    close: () => socket.terminate(),
  };
  return client;
}
