import type { Draft } from '../../journal/draft.ts';
import type { Context, Recorded } from '../service.ts';
import type { Answer, Exchanges } from './exchanges.ts';
import { parseLimit, previewOf, type Reading, readMessage, textOf } from './message.ts';
import { offersOf, type SealedEntries, sealedFieldsOf } from './sealed-fields.ts';
import type { Services } from './services.ts';

type Received = Omit<Draft, 'direction' | 'exchange' | 'waiting'>;

interface Around {
  journal: Pick<Context<unknown>, 'record'>;
  exchanges: Exchanges;
  services: Services;
  sealed: SealedEntries;
}

/** Everything the server sends, recorded as it came. Messages before the login too, whatever they are. */
export class Inbox {
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  /** `raw`: the bytes of a text that is not UTF-8. */
  received(data: string | Uint8Array, raw?: Uint8Array): Recorded {
    const reading = typeof data === 'string' && !raw ? readMessage(data) : undefined;
    if (reading && typeof data === 'string') return this.#message({ reading, text: data });
    const { kind, marks } = oddityOf(data, raw);
    return this.#around.journal.record({ ...plain, direction: 'in', kind, args: [raw ?? data], marks });
  }

  #message(answer: Answer): Recorded {
    const { exchanges, services, sealed } = this.#around;
    const { reading, text } = answer;
    const fields = reading.mt === 'GetServiceLoginResult' ? [] : sealedFieldsOf(reading.body);
    const offers = [...offersOf(fields), ...nextPart(reading, exchanges.requestOf(reading))];
    const from = textOf(reading.body, 'from', 200);
    const recorded = exchanges.received(answer, {
      ...plain,
      kind: reading.mt,
      args: [text],
      preview: previewOf(reading),
      ...(reading.error !== undefined && { tone: 'bad' }),
      ...(from !== undefined && { from }),
      ...(offers.length > 0 && { offers }),
    });
    services.heard(reading);
    if (fields.length > 0) sealed.seen(fields, recorded);
    return recorded;
  }
}

const plain: Pick<Received, 'opened' | 'signature'> = { opened: { state: 'plain' }, signature: { state: 'none' } };

function oddityOf(data: string | Uint8Array, raw: Uint8Array | undefined): { kind: string; marks: string[] } {
  if (raw) return { kind: 'text', marks: ['not UTF-8'] };
  if (typeof data !== 'string') return { kind: 'binary', marks: ['no message'] };
  return { kind: 'text', marks: [data.length > parseLimit ? 'too long to be read' : 'no message'] };
}

/** To ask for the next part, the request is sent again with the token; under its `src` it goes on with its exchange. */
function nextPart({ mt, api, src, more }: Reading, request: string | undefined): NonNullable<Draft['offers']> {
  if (more === undefined || !mt.endsWith('Result')) return [];
  const asked = readMessage(request ?? '{}')?.body ?? {};
  const others = Object.entries(asked).filter(([name]) => !['mt', 'api', 'src', 'more'].includes(name));
  const rest = JSON.stringify(Object.fromEntries([...others, ['more', more]]));
  const input = { mt: mt.slice(0, -'Result'.length), api: api ?? '', src: src ?? '', rest };
  return [{ label: 'Ask for more', action: 'send', input, how: 'compose' }];
}
