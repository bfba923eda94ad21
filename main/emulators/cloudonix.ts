import { makeAccounts } from './cloudonix/accounts.ts';
import { makeCast } from './cloudonix/cast.ts';
import { commitFault } from './cloudonix/faults.ts';
import { Line } from './cloudonix/line.ts';
import { Messaging } from './cloudonix/messaging.ts';
import { cloudonixOptions } from './cloudonix/options.ts';
import { Personas } from './cloudonix/personas.ts';
import { playbackOf } from './cloudonix/playback.ts';
import { openServer, prefix } from './cloudonix/server.ts';
import { Tokens } from './cloudonix/tokens.ts';
import { goodConditions } from './conditions.ts';
import type { Emulator } from './emulator.ts';

/** Cloudonix API.Messaging, with two accounts and two personas. Throws a ZodError for options it does not know. */
export async function startCloudonix(given: { port: number; [option: string]: unknown }): Promise<Emulator> {
  const options = cloudonixOptions.parse(given);
  const messaging = new Messaging(options.ids);
  const cast = makeCast(messaging);
  const tokens = new Tokens();
  const conditions = goodConditions();
  const lines = new Set<Line>();
  const server = await openServer({
    options,
    conditions,
    tokens,
    subscribers: messaging.subscribers,
    join: (connection, subscriber) => {
      const line = new Line(connection, subscriber, messaging, conditions);
      lines.add(line);
      connection.on('close', () => {
        lines.delete(line);
        messaging.left(line);
        conditions.prompter?.audience();
      });
      messaging.welcome(line);
      conditions.prompter?.audience();
    },
  });
  const personas = new Personas(messaging, cast);
  const ending = new AbortController();
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    url: `${origin}${prefix}`,
    title: 'Cloudonix API.Messaging emulator, SockJS',
    accounts: makeAccounts(origin, cast, tokens, options.token),
    playback: playbackOf(lines, conditions, server.waiting),
    talk: () => personas.talk(),
    commit: (fault) => commitFault(fault, { lines, conditions, tokens, cast, cut: server.cut, signal: ending.signal }),
    stop: async () => {
      ending.abort();
      personas.stop();
      await server.close();
    },
  };
}
