import { makeCast } from './bowl/cast.ts';
import { commitFault } from './bowl/faults.ts';
import { Hub } from './bowl/hub.ts';
import { Line } from './bowl/line.ts';
import { bowlOptions } from './bowl/options.ts';
import { type Mail, People, type User } from './bowl/people.ts';
import { Personas } from './bowl/personas.ts';
import { playbackOf } from './bowl/playback.ts';
import { openServer } from './bowl/server.ts';
import { Tokens } from './bowl/token.ts';
import { goodConditions } from './conditions.ts';
import type { Account, Emulator } from './emulator.ts';

export interface BowlEmulator extends Emulator {
  /** How often the real server would have ended over what it was sent. */
  readonly crashes: number;
  /** What would have been mailed, with the path of each link. */
  readonly mails: readonly Mail[];
}

/** Bowl Chat, with two accounts and a few personas. Throws a ZodError for options it does not know. */
export async function startBowl(given: { port: number; [option: string]: unknown }): Promise<BowlEmulator> {
  const { port, prefix, registration } = bowlOptions.parse(given);
  const people = new People();
  const hub = new Hub(people, registration);
  const tokens = new Tokens();
  const conditions = { ...goodConditions(), crashes: 0 };
  const cast = await makeCast(hub);
  const lines = new Set<Line>();
  const office = { prefix, people, hub, tokens, conditions };
  const server = await openServer(office, {
    port,
    join: (socket, user) => {
      const line = new Line(socket, user, hub, conditions);
      lines.add(line);
      socket.on('disconnect', () => {
        lines.delete(line);
        conditions.prompter?.audience();
      });
      conditions.prompter?.audience();
    },
  });
  const personas = new Personas(cast);
  const ending = new AbortController();
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    title: `Bowl emulator under ${prefix}`,
    accounts: [cast.ada, cast.ben].map((user) => accountOf(user, url, prefix)),
    playback: playbackOf(lines, conditions),
    get crashes() {
      return conditions.crashes;
    },
    mails: people.mails,
    talk: () => personas.talk(),
    commit: (fault) => commitFault(fault, { lines, conditions, tokens, cast, cut: server.cut, signal: ending.signal }),
    stop: async () => {
      ending.abort();
      personas.stop();
      await server.close();
    },
  };
}

function accountOf({ name, email, password }: User, url: string, prefix: string): Account {
  return { name: `${name} (demo)`, settings: { server: url, prefix, email, password }, keys: [] };
}
