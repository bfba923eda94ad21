import { isoTime } from './csv.ts';
import type { Format } from './format.ts';
import { base64Of } from './ndjson.ts';
import type { WholeEntry } from './whole-entry.ts';

const [text, binary] = [1, 2];

/**
 * HAR 1.2 with web socket messages as Chrome's developer tools write them: one entry for each profile. A message with
 * one text or one run of bytes is that; any other is the JSON text of its name and arguments. Notes are not messages.
 */
export function har(): Format {
  let profiles = 0;
  let messages = 0;
  return {
    head: ({ app }) =>
      `{"log":{"version":"1.2","creator":${JSON.stringify({ name: 'Patchbay', version: app })},"pages":[],"entries":[`,
    byProfile: {
      begin({ name, service }, first) {
        profiles += 1;
        messages = 0;
        const { _webSocketMessages, ...entry } = entryOf(name, service, first.row.at);
        return `${profiles === 1 ? '' : ','}\n${JSON.stringify(entry).slice(0, -1)},"_webSocketMessages":[`;
      },
      end: () => '\n]}',
    },
    entry(entry) {
      if (entry.row.direction === 'note') return '';
      messages += 1;
      return `${messages === 1 ? '' : ','}\n${JSON.stringify(messageOf(entry))}`;
    },
    foot: () => '\n]}}\n',
  };
}

/** `time` in seconds since 1970. */
function messageOf(entry: WholeEntry) {
  const { row } = entry;
  const type = row.direction === 'out' ? 'send' : 'receive';
  return { type, time: row.at / 1000, ...dataOf(entry) };
}

function dataOf({ row, args, binaries }: WholeEntry): { opcode: number; data: string } {
  const [bytes] = binaries;
  if (args === '[null]' && bytes && binaries.length === 1 && bytes.path.length === 1) {
    return { opcode: binary, data: base64Of(bytes.bytes) };
  }
  const only = args.startsWith('["') ? onlyOf(JSON.parse(args)) : undefined;
  if (typeof only === 'string') return { opcode: text, data: only };
  const inner = args.slice(1, -1);
  return { opcode: text, data: `[${JSON.stringify(row.kind)}${inner === '' ? '' : ','}${inner}]` };
}

function onlyOf(args: readonly unknown[]): unknown {
  return args.length === 1 ? args[0] : undefined;
}

function entryOf(name: string, service: string, at: number) {
  const sizes = { headersSize: -1, bodySize: -1 };
  const shared = { httpVersion: 'HTTP/1.1', cookies: [], headers: [], ...sizes };
  return {
    _resourceType: 'websocket',
    startedDateTime: isoTime(at),
    time: 0,
    request: {
      method: 'GET',
      url: `wss://${service || 'service'}.invalid/${encodeURIComponent(name.toWellFormed())}`,
      queryString: [],
      ...shared,
    },
    response: {
      status: 101,
      statusText: 'Switching Protocols',
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      ...shared,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    comment: `${name} (${service})`,
    _webSocketMessages: [],
  };
}
