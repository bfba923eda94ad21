import { makeAccounts } from './app2app/accounts.ts';
import { makeCast } from './app2app/cast.ts';
import { Environment } from './app2app/environment.ts';
import { commitFault } from './app2app/faults.ts';
import { Line } from './app2app/line.ts';
import { app2appOptions } from './app2app/options.ts';
import { Personas } from './app2app/personas.ts';
import { playbackOf } from './app2app/playback.ts';
import { Post } from './app2app/post.ts';
import { openServer } from './app2app/server.ts';
import { goodConditions } from './conditions.ts';
import type { Emulator } from './emulator.ts';

/** Kaleido App2App Messaging, with two accounts and a few personas. Throws a ZodError for options it does not know. */
export async function startApp2App(given: { port: number; [option: string]: unknown }): Promise<Emulator> {
  const options = app2appOptions.parse(given);
  const environment = new Environment();
  const cast = await makeCast(environment);
  const post = new Post(environment, options.dialect);
  const reports = options.reports ?? (options.dialect === 'flat' ? 'text' : 'binary');
  const conditions = goodConditions();
  const lines = new Set<Line>();
  const server = await openServer({
    environment,
    conditions,
    options,
    join: (socket, membership) => {
      const line = new Line(socket, membership, post, reports, conditions);
      lines.add(line);
      socket.on('disconnect', () => {
        lines.delete(line);
        conditions.prompter?.audience();
      });
    },
  });
  const personas = new Personas(post, cast);
  const ending = new AbortController();
  const url = `ws://127.0.0.1:${server.port}/api/v1`;
  return {
    url,
    title: `App2App emulator, Socket.IO ${options.generation}, ${options.dialect}`,
    accounts: makeAccounts(url, environment, cast),
    playback: playbackOf(lines, conditions),
    talk: () => personas.talk(),
    commit: (fault) =>
      commitFault(fault, { lines, conditions, post, sender: cast.carol, cut: server.cut, signal: ending.signal }),
    stop: async () => {
      ending.abort();
      personas.stop();
      await server.close();
    },
  };
}
