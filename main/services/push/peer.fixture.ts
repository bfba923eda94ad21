import { ClusterServer, type Guest } from '../../transports/fixtures/socketcluster.ts';

export const channel = { channelUUID: '37e3fde9-5a54-4d11-9adc-78629ffaa2e3', hostApi: 'https://push.test' };

export interface PeerOptions {
  port?: number;
  /** Milliseconds between pings; twice as long without one and a client gives up. */
  ping?: number;
  /** Nobody may listen to this channel. */
  closed?: string;
}

type Slots = { error?: unknown; data?: unknown };

/** Push on a real SocketCluster 9: what it is told, and how it answers, is up to the test. */
export class Peer {
  readonly server: ClusterServer;
  readonly account = channel;
  /** How `registerUser` is answered; by default as the vendor's page has it. */
  registration: (urn: string) => Slots = (urn) => ({ error: JSON.stringify({ urn }) });
  /** What becomes of other questions. */
  answers: 'once' | 'twice' | 'never' | 'late' = 'once';
  #urns = 0;

  static async start({ port, ping, closed }: PeerOptions = {}): Promise<Peer> {
    const gate = ({ url = '' }: { url?: string | undefined }) => {
      const { searchParams } = new URL(url, 'http://peer');
      const known = searchParams.get('channelUUID') === channel.channelUUID;
      return known && searchParams.get('hostApi') === channel.hostApi ? undefined : 'This channel is not known';
    };
    const wish = { ...(port && { port }), ...(ping && { ping }), ...(closed && { closed }) };
    return new Peer(await ClusterServer.start(1, { gate, ...wish }));
  }

  private constructor(server: ClusterServer) {
    this.server = server;
    server.procedures.set('registerUser', (data, answer) => {
      const wanted = (data as { id?: string }).id;
      const slots = this.registration(wanted ?? `urn-${++this.#urns}`);
      answer(slots.data, slots.error);
    });
    server.procedures.set('getSuggestions', (_, answer) => {
      const times = { once: 1, late: 1, twice: 2, never: 0 }[this.answers];
      const say = () => answer(undefined, '{"result":["Hello","Help me"]}');
      for (let time = 0; time < times; time++) setTimeout(say, this.answers === 'late' ? 300 : 0);
    });
  }

  get host(): string {
    return `ws://127.0.0.1:${this.server.port}`;
  }

  get guest(): Guest {
    return this.server.guest;
  }

  /** The data of all events of this name that came, in their order. */
  told(event: string): unknown[] {
    return this.server.frames
      .map((frame) => JSON.parse(frame))
      .filter((packet) => packet.event === event)
      .map(({ data }) => data);
  }

  /** Channels that were asked for. */
  get channels(): string[] {
    return this.told('#subscribe').map((data) => (data as { channel: string }).channel);
  }

  /** Publishes on the channel that was asked for last. */
  say(message: unknown): void {
    this.server.publish(this.channels.at(-1) ?? '', message);
  }
}
