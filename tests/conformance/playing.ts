import type { Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Lens } from '../../main/keyring/lens.ts';
import { aContext, type Played } from '../../main/services/service.fixture.ts';
import type { Performed, Service, Session } from '../../main/services/service.ts';
import type { NetworkSettings } from '../../main/transports/network.ts';

export interface Playing extends Played<NetworkSettings> {
  session: Session;
  connect(): Promise<void>;
  perform(of: { action: string; input: Record<string, unknown> }): Promise<Performed>;
  /** Ends the session and its network, as a connection does. */
  end(): Promise<void>;
}

/** A session of a service that ends with the test, if not before. */
export function play(service: Service, settings: Record<string, unknown>, lens?: Lens): Playing {
  const played = aContext(service.settings.parse(settings) as NetworkSettings, lens);
  const session = service.start(played.context);
  const end = async () => {
    await session.close();
    played.context.network.close();
  };
  onTestFinished(end);
  return Object.assign(played, {
    session,
    connect: () => session.connect(new AbortController().signal),
    perform: async ({ action: name, input }: { action: string; input: Record<string, unknown> }) => {
      const action = service.actions[name];
      if (!action) throw new Error(`no action ${name}`);
      return action.perform(session, action.input.parse(input));
    },
    end,
  });
}

/** Listens on 127.0.0.1 until the test ends. */
export async function listening(server: Server): Promise<number> {
  const lines = new Set<{ destroy(): void }>();
  server.on('connection', (line) => lines.add(line));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const line of lines) line.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Timers, sockets and servers of this process, by kind. */
function resources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (/^(Timeout|TCP|TLS|GetAddrInfo)/.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Waits until what came before is over, and remembers what there is; answers with what has come in addition since. */
export async function watchResources(): Promise<() => Promise<string[]>> {
  const until = async (over: () => boolean) => {
    for (let time = 0; time < 150 && !over(); time++) await wait(20);
  };
  await until(() => ![...resources().keys()].some((kind) => kind !== 'Timeout'));
  const before = resources();
  const more = () => [...resources()].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);
  return async () => {
    await until(() => more().length === 0);
    return more();
  };
}
