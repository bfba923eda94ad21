import { randomUUID } from 'node:crypto';
import { goodConditions } from './conditions.ts';
import type { Emulator } from './emulator.ts';
import { commitFault } from './push/faults.ts';
import { Later } from './push/later.ts';
import { attend } from './push/line.ts';
import { pushOptions } from './push/options.ts';
import { Personas } from './push/personas.ts';
import { playbackOf } from './push/playback.ts';
import { openServer, type RunningServer } from './push/server.ts';
import { Visitors } from './push/visitors.ts';

/** Push's WebSocket server with one channel and a desk that converses. Throws a ZodError for options it does not know. */
export async function startPush(given: { port: number; [option: string]: unknown }): Promise<Emulator> {
  const options = pushOptions.parse(given);
  const channel = randomUUID();
  const conditions = goodConditions();
  const later = new Later();
  const visitors = new Visitors({
    publish: (urn, message) => server.publish(urn, message),
    subscribed: () => server.sockets().flatMap((socket) => socket.subscriptions()),
  });
  const personas = new Personas(visitors, later, channel);
  const server: RunningServer = await openServer({
    options,
    conditions,
    later,
    channel,
    bars: (urn) => options.revoked === 'refused' && visitors.isRevoked(urn),
    connected: (socket) => attend(socket, { visitors, personas, conditions, later, options }),
    subscribed: (urn) => {
      personas.welcome(urn);
      conditions.prompter?.audience();
    },
  });
  const ending = new AbortController();
  const { port } = server;
  const settings = { host: `ws://127.0.0.1:${port}`, channelUUID: channel, hostApi: `http://127.0.0.1:${port}` };
  return {
    url: `ws://127.0.0.1:${port}/socketcluster/`,
    title: `Push emulator, answers in the ${options.slot} slot`,
    accounts: [
      { name: 'Visitor (demo)', settings, keys: [] },
      { name: 'Reader with an id (demo)', settings: { ...settings, sessionId: 'reader-4711' }, keys: [] },
    ],
    playback: playbackOf(server.sockets, conditions),
    talk: () => personas.talk(),
    commit: (fault) => commitFault(fault, { server, visitors, personas, conditions, signal: ending.signal }),
    stop: async () => {
      ending.abort();
      later.stop();
      await server.close();
    },
  };
}
