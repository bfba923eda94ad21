import type { Draft } from '../../../journal/draft.ts';
import { own } from '../../../own.ts';
import { wordsOf } from '../../../transports/socketcluster/failure.ts';
import type { SocketClusterAnswer } from '../../../transports/socketcluster.ts';
import type { Meaning } from '../../requests.ts';

/** The slots that the server filled, as its entry shows them. */
export function shown({ error, data }: SocketClusterAnswer): Pick<Draft, 'kind' | 'args' | 'preview'> {
  const slots = { ...(error !== undefined && { error }), ...(data !== undefined && { data }) };
  const preview = wordsOf(isError(error) ? error : data);
  return { kind: 'answer', args: [slots], ...(preview !== '' && { preview }) };
}

/** `good` names what was asked for, `bad` its refusal. */
export function meaning({ error }: Pick<SocketClusterAnswer, 'error'>, good: string, bad: string): Meaning {
  if (!isError(error)) return { name: good, tone: 'good', last: true };
  const text = wordsOf(error);
  return { name: bad, tone: 'bad', last: true, ...(text !== '' && { text }) };
}

/** Servers say in either slot that a token is bad (observed on socketcluster-server 9.1.3 and 20.0.1). */
export function authentication({ error, data }: SocketClusterAnswer): Meaning {
  const refused = own(data, 'isAuthenticated') === false ? (own(data, 'authError') ?? 'not accepted') : undefined;
  return meaning({ error: error ?? refused }, 'authenticated', 'refused');
}

export function isError(error: unknown): boolean {
  return error !== undefined && error !== null;
}
