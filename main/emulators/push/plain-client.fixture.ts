import { type AGClientSocket, create } from 'socketcluster-client';
import type { Account, Emulator } from '../emulator.ts';

/** For tests: the bare client package as anybody would use it, none of our own client. */
export interface PlainClient {
  readonly socket: AGClientSocket;
  /** What was published on a channel so far. */
  on(channel: string): unknown[];
  /** Data of the events of one name; also `close`, `connectAbort`, `kickOut` and `error` of the client itself. */
  of(event: string): unknown[];
  /** Resolves when the subscription is accepted, rejects when it is refused. */
  subscribe(channel: string): Promise<void>;
  /** Registers, and returns what came back in whichever slot. */
  register(data?: object): Promise<{ slot: 'error' | 'data'; answer: unknown }>;
  /** Registered and subscribed; the urn. */
  join(data?: object): Promise<string>;
  say(urn: string, text: string): void;
  close(): void;
}

const events = ['weather', 'question', '#disconnect', '#kickOut', '#setAuthToken', '#removeAuthToken'];

export function plainClient(
  { url }: Pick<Emulator, 'url'>,
  { settings }: Account,
  query: Record<string, unknown> = settings,
): PlainClient {
  const { hostname, port, pathname } = new URL(url);
  const wanted = ['channelUUID', 'hostApi'].flatMap((name) => (name in query ? [[name, String(query[name])]] : []));
  const socket = create({
    hostname,
    port: Number(port),
    path: pathname,
    protocolVersion: 1,
    query: Object.fromEntries(wanted),
    autoReconnect: false,
  });
  const published = new Map<string, unknown[]>();
  const received = new Map<string, unknown[]>();
  const note = (event: string, data: unknown) => received.set(event, [...(received.get(event) ?? []), data]);
  for (const event of events) void keep(socket.receiver(event), (data) => note(event, data));
  void keep(socket.listener('close'), (data) => note('close', data));
  void keep(socket.listener('connectAbort'), (data) => note('connectAbort', data));
  void keep(socket.listener('kickOut'), (data) => note('kickOut', data));
  void keep(socket.listener('error'), (data) => note('error', data));
  const client: PlainClient = {
    socket,
    on: (channel) => published.get(channel) ?? [],
    of: (event) => received.get(event) ?? [],
    async subscribe(channel) {
      const subscription = socket.subscribe(channel);
      const list = published.get(channel) ?? [];
      published.set(channel, list);
      void keep(subscription, (data) => list.push(data));
      const failed = subscription.listener('subscribeFail').once();
      const done = subscription.listener('subscribe').once();
      const outcome = await Promise.race([failed, done.then(() => undefined)]);
      if (outcome) throw outcome.error;
    },
    register: (data = {}) =>
      socket.invoke('registerUser', data).then(
        (answer) => ({ slot: 'data', answer }),
        (answer) => ({ slot: 'error', answer }),
      ),
    async join(data) {
      const { answer } = await client.register(data);
      const { urn } = JSON.parse(String(answer));
      await client.subscribe(urn);
      return urn;
    },
    say: (userUrn, text) => void socket.transmit('sendMessageToChannel', { text, userUrn }),
    close() {
      socket.disconnect();
      socket.killAllListeners();
      socket.killAllReceivers();
      socket.killAllChannels();
    },
  };
  return client;
}

async function keep<Value>(stream: AsyncIterable<Value>, take: (value: Value) => void): Promise<void> {
  for await (const value of stream) take(value);
}
