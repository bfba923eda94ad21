import type { IncomingMessage } from 'node:http';
import type { Fact } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import { refusedByStatus } from '../failure.ts';

/** Bytes of a refusal's body that are read, and milliseconds that are waited for them. */
const bodyLimit = 2000;
const bodyTime = 1000;

/** Headers that are the same in every handshake. */
const usual = new Set(['connection', 'upgrade', 'date', 'sec-websocket-accept', 'sec-websocket-protocol']);

/** The server's answer to the handshake: its status, and the headers that may tell something. */
export function answerFacts({ statusCode, statusMessage, headers }: IncomingMessage): Fact[] {
  const notable = Object.entries(headers).filter(([name]) => !usual.has(name));
  const told = notable.slice(0, 50).map(([name, value]) => ({ name: spelled(name), value: valueShown(name, value) }));
  return [{ name: 'Answer', value: `HTTP ${statusCode} ${statusMessage}`.trim() }, ...told];
}

/** As headers are usually written: node:http has them in lower case. */
const spelled = (name: string) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

/** A cookie is a key to the server: its name alone is shown. */
function valueShown(name: string, value: string | string[] | undefined): string {
  const values = Array.isArray(value) ? value : [value ?? ''];
  const shown = name === 'set-cookie' ? values.map((cookie) => `${cookie.split('=')[0]}=…`) : values;
  return shown.join(', ').slice(0, 500);
}

/** The server answered the handshake with something else than a WebSocket. */
export async function refusedAnswer(answer: IncomingMessage, url: URL): Promise<Refusal> {
  const status = answer.statusCode ?? 0;
  const { location, 'www-authenticate': challenge } = answer.headers;
  const { reason, retry } = refusedByStatus(status, url.host, await beginningOf(answer));
  const detail = challenge === undefined ? reason.detail : `${reason.detail}; WWW-Authenticate: ${challenge}`;
  const told = detail === undefined ? reason : { ...reason, detail };
  if (status >= 200 && status < 300) {
    const text = `${url.host} answers, but there is no WebSocket at ${url.pathname}.`;
    return new Refusal({ ...told, code: 'protocol', text, hint: 'Check host, port and path.' }, { retry: false });
  }
  if (location !== undefined && status < 400) {
    return new Refusal({ ...told, hint: `It points to ${location}: use that address.` }, { retry: false });
  }
  return new Refusal(status === 404 ? { ...told, hint: 'Check the path of the address.' } : told, { retry });
}

/** What there is of a body after a second, or its first {@link bodyLimit} bytes. */
function beginningOf(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = () => {
      clearTimeout(timer);
      answer.off('data', take).off('end', done).off('close', done);
      resolve(Buffer.concat(chunks).toString('utf8').slice(0, bodyLimit));
    };
    const take = (chunk: Buffer) => {
      chunks.push(chunk.subarray(0, bodyLimit));
      size += chunk.length;
      if (size >= bodyLimit) done();
    };
    const timer = setTimeout(done, bodyTime);
    answer.on('data', take).on('end', done).on('close', done);
    // The request tells of errors too.
    answer.on('error', () => {});
  });
}
