import type { Offer } from '../../../preload/contract/index.ts';
import type { Draft } from '../../journal/draft.ts';
import { refusalOf } from '../../refusal.ts';
import type { SocketClusterAnswer, SocketClusterLine } from '../../transports/socketcluster.ts';
import type { Meaning, Request, Requests } from '../requests.ts';
import type { Recorded } from '../service.ts';
import { isError, slotsOf, wordsOf } from './answer.ts';

export interface Question {
  event: string;
  data: unknown;
  draft?: Pick<Draft, 'preview' | 'resend'>;
  /** What an answer means; by default whether it is an error. */
  meaning?: (answer: SocketClusterAnswer) => Meaning;
  /** What can be done with the answer. */
  offers?: (answer: SocketClusterAnswer) => Offer[];
}

/** What was asked, and what comes of it. */
export interface Asked {
  recorded: Recorded;
  /** Rejects with a Refusal where no answer comes. */
  answer: Promise<SocketClusterAnswer>;
}

/** Asks, and records the question and whatever comes of it. */
export function ask(line: SocketClusterLine, requests: Requests, question: Question): Asked {
  const { event, data, draft } = question;
  let request: Request | undefined;
  const answer = line.invoke(event, data, (again) => request && take(request, again, question));
  request = requests.sent({
    ...draft,
    kind: event,
    args: data === undefined ? [] : [data],
    opened: { state: 'plain' },
    signature: { state: 'none' },
  });
  const { recorded } = request;
  const taken = answer.then(
    (first) => {
      take(request, first, question);
      return first;
    },
    (error) => {
      unanswered(request, error);
      throw error;
    },
  );
  // Whoever asks by hand reads the steps instead.
  taken.catch(() => {});
  return { recorded, answer: taken };
}

function take(request: Request, answer: SocketClusterAnswer, { meaning = plain, offers }: Question): void {
  const words = wordsOf(answer);
  const chosen = offers?.(answer) ?? [];
  request.answered(
    {
      kind: 'answer',
      args: slotsOf(answer),
      ...(words !== '' && { preview: words }),
      ...(chosen.length > 0 && { offers: chosen }),
      opened: { state: 'plain' },
      signature: { state: 'none' },
    },
    meaning(answer),
  );
}

/** Why no answer came, or none that says yes. */
export function unanswered(request: Request, error: unknown): void {
  const { code, text } = refusalOf(error).reason;
  const names: Partial<Record<typeof code, string>> = { timeout: 'unanswered', dropped: 'line lost' };
  request.ended(names[code] ?? 'refused', 'bad', text);
}

function plain(answer: SocketClusterAnswer): Meaning {
  if (!isError(answer)) return { name: 'answered', tone: 'good', last: true };
  return { name: 'refused', tone: 'bad', text: wordsOf(answer), last: true };
}
