import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { JournalFileEntry } from '../../../preload/contract/index.ts';
import { cut } from '../payload.ts';
import { checkFileEntry, parseJson, problemOf, Unreadable } from './file-entry.ts';
import type { Intake } from './intake.ts';

/** A HAR is one JSON value, and is in memory whole while it is read. */
const mostMegabytes = 128;
const longestName = 120;

const har = z.object({
  log: z.object({ creator: z.object({ name: z.string() }).optional().catch(undefined), entries: z.array(z.unknown()) }),
});

/** An entry of a web socket, as the developer tools of browsers write it. */
const socket = z.object({
  request: z.object({ url: z.string() }).catch({ url: '' }),
  comment: z.string().optional().catch(undefined),
  _webSocketMessages: z.array(z.unknown()),
});
type Socket = z.infer<typeof socket>;

/** `time`: seconds since 1970. */
const shared = { type: z.enum(['send', 'receive']), time: z.number() };
const message = z.discriminatedUnion(
  'opcode',
  [
    z.object({ ...shared, opcode: z.literal(1), data: z.string() }),
    z.object({ ...shared, opcode: z.literal(2), data: z.base64() }),
  ],
  { error: 'neither text (1) nor binary (2)' },
);
type Message = z.infer<typeof message>;

const nothingToShow =
  'This HAR holds no messages of web sockets, which are all that Patchbay shows of one. Open the developer tools of the browser before the page connects, and save it again after that.';

interface Found {
  profile: string;
  /** In the file, for people. */
  where: string;
  given: unknown;
}

/** Reads the messages of all web sockets of a HAR 1.2, in the order of their times. `size`: bytes of the file. */
export async function readHar(path: string, size: number, intake: Intake): Promise<void> {
  if (size > mostMegabytes * 1024 * 1024) {
    throw new Unreadable(
      `This HAR is larger than ${mostMegabytes} MB, which is the most that Patchbay reads of one. Save the web sockets alone, or a shorter time.`,
    );
  }
  const { creator, entries } = readLog(await readFile(path, 'utf8'));
  const byPatchbay = creator?.name === 'Patchbay';
  const messages = findMessages(entries, byPatchbay, intake);
  for (const [index, { profile, where, given }] of messages.entries()) {
    intake.take(where, () => ({ profile, entry: readMessage(given, byPatchbay) }));
    await intake.reach(Math.floor((size * (index + 1)) / messages.length));
  }
}

function readLog(text: string): z.infer<typeof har>['log'] {
  const read = har.safeParse(parseWhole(text));
  if (!read.success) throw new Unreadable(`This HAR is not as it should be: ${problemOf(read.error)}`);
  return read.data.log;
}

function parseWhole(text: string): unknown {
  try {
    // A byte order mark counts as space.
    return parseJson(text.trimStart());
  } catch (error) {
    const { message } = error as Unreadable;
    throw new Unreadable(`This HAR was cut off or changed: save it again, and open it as it is. ${message}`);
  }
}

/** Throws {@link Unreadable} where there is nothing to show. */
function findMessages(entries: readonly unknown[], byPatchbay: boolean, intake: Intake): Found[] {
  const names = new Map<string, number>();
  const found: Found[] = [];
  for (const [index, entry] of entries.entries()) {
    if (!isSocket(entry)) continue;
    const where = `Entry ${index + 1}`;
    const read = socket.safeParse(entry);
    if (!read.success) {
      intake.refuse(where, `Not a web socket: ${problemOf(read.error)}`);
      continue;
    }
    const { name, service } = profileOf(read.data, byPatchbay);
    const profile = intake.addProfile({ name: numbered(name, names), service });
    for (const [at, given] of read.data._webSocketMessages.entries()) {
      found.push({ profile, where: `${where}, message ${at + 1}`, given });
    }
  }
  if (found.length === 0 && intake.taken.refused.count === 0) throw new Unreadable(nothingToShow);
  return found.sort((a, b) => timeOf(a.given) - timeOf(b.given) || 0);
}

function isSocket(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && '_webSocketMessages' in entry;
}

/** Patchbay names the profile in the comment; others are called after their address. */
function profileOf({ request, comment = '' }: Socket, byPatchbay: boolean): { name: string; service: string } {
  const [, name, service] = (byPatchbay && /^(.+) \(([^()]*)\)$/s.exec(comment)) || [];
  if (name === undefined || service === undefined) return { name: nameOf(request.url), service: '' };
  return { name: cut(name, longestName), service };
}

/** Without what comes after the path: tokens often stand there. */
function nameOf(url: string): string {
  if (!URL.canParse(url)) return 'Web socket';
  const { host, pathname } = new URL(url);
  return cut(host + pathname.replace(/\/$/, ''), longestName) || 'Web socket';
}

/** Tells web sockets of one name apart. `names`: how many there were of each so far. */
function numbered(name: string, names: Map<string, number>): string {
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? name : `${name} (${count})`;
}

/** In seconds since 1970; what tells none comes last. */
function timeOf(given: unknown): number {
  const time = typeof given === 'object' && given !== null && 'time' in given ? given.time : undefined;
  return typeof time === 'number' ? time : Number.POSITIVE_INFINITY;
}

function readMessage(given: unknown, byPatchbay: boolean): JournalFileEntry {
  const read = message.safeParse(given);
  if (!read.success) throw new Unreadable(`Not a message: ${problemOf(read.error)}`);
  const { type, time } = read.data;
  const direction = type === 'send' ? 'out' : 'in';
  // Seconds lose what is less than a microsecond.
  return checkFileEntry({ at: Math.round(time * 1e6) / 1e3, direction, ...payloadOf(read.data, byPatchbay) });
}

function payloadOf({ opcode, data }: Message, byPatchbay: boolean) {
  if (opcode === 2) return { kind: 'message', args: [null], binaries: [{ path: [0], base64: data }] };
  const [kind, ...args] = byPatchbay && data.startsWith('["') ? listIn(data) : [];
  return typeof kind === 'string' ? { kind, args } : { kind: 'message', args: [data] };
}

/** Nothing where it is another text. */
function listIn(data: string): unknown[] {
  try {
    const list: unknown = JSON.parse(data);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
