import { createContext, Script } from 'node:vm';
import { compileRegexp } from '../../../preload/contract/filter/index.ts';
import type { Regexp } from './reading.ts';

/** A regular expression that cannot be followed through in reasonable time. The message is for the user. */
export class FilterTooSlow extends Error {}

/** Milliseconds for some texts, beside what their length takes. */
const patience = 1000;
const lettersEachMillisecond = 20_000;

const script = new Script('texts.map((text) => pattern.test(text))');

/** Says of each text whether it matches. Throws {@link FilterTooSlow}: an expression that explodes is stopped. */
export function createRegexpRunner(regexp: Omit<Regexp, 'how'>): (texts: readonly string[]) => boolean[] {
  const given = { pattern: compileRegexp(regexp), texts: [] as readonly string[] };
  const context = createContext(given);
  let stopped: FilterTooSlow | undefined;
  return (texts) => {
    // It would take as long again.
    if (stopped) throw stopped;
    given.texts = texts;
    const letters = texts.reduce((sum, text) => sum + text.length, 0);
    try {
      return script.runInContext(context, { timeout: patience + Math.ceil(letters / lettersEachMillisecond) });
    } catch {
      stopped = new FilterTooSlow(`The regular expression ${shown(regexp)} takes too long. Make it simpler.`);
      throw stopped;
    } finally {
      given.texts = [];
    }
  };
}

function shown({ source, flags }: Omit<Regexp, 'how'>): string {
  return source.length > 60 ? `/${source.slice(0, 60).toWellFormed()}…/${flags}` : `/${source}/${flags}`;
}
