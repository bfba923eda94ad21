import { parseFilter, withTerm } from '../../preload/contract/filter/index.ts';
import type { Colour, JournalQuestion, Preferences, ProfileId, Rule } from '../../preload/contract/index.ts';

/** What rows that match are shown in while the filter highlights instead of hiding. */
const highlight: Colour = 'yellow';

/** So many the journal takes. */
const mostRules = 100;

/** What one log is asked for: the filter as it was written, and what is done with what matches. */
export class Filtering {
  readonly profiles: () => readonly ProfileId[];
  /** What does not match is hidden, or what matches is highlighted. */
  mode = $state<'hide' | 'highlight'>('hide');
  #text = $state('');
  #good = $state('');
  readonly #rules: () => Preferences['rules'];

  /** `profiles`: those that the log shows. `rules`: all that the user made. */
  constructor(profiles: () => readonly ProfileId[], rules: () => Preferences['rules']) {
    this.profiles = profiles;
    this.#rules = rules;
  }

  /** As it was written, be it right or not. */
  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    if (parseFilter(text).ok) this.#good = text.trim();
  }

  /** The last one that could be read: it is applied. */
  get good(): string {
    return this.#good;
  }

  get hides(): boolean {
    return this.mode === 'hide' && this.#good !== '';
  }

  /** Of the rules those that are on and can be read, after the highlight. */
  get question(): JournalQuestion {
    const isHighlighted = this.mode === 'highlight' && this.#good !== '';
    const first = isHighlighted ? [{ filter: this.#good, colour: highlight }] : [];
    const rules: Rule[] = this.#rules()
      .filter(({ on, filter }) => on && filter.trim() !== '' && parseFilter(filter).ok)
      .map(({ filter, colour }) => ({ filter, colour }));
    return {
      profiles: [...this.profiles()],
      filter: this.mode === 'hide' ? this.#good : '',
      fold: false,
      rules: [...first, ...rules].slice(0, mostRules),
    };
  }

  /** Asks for what meets the term, too. A filter that cannot be read gives way to the last that could. */
  add(term: string): void {
    this.text = withTerm(parseFilter(this.#text).ok ? this.#text : this.#good, term);
  }

  clear(): void {
    this.text = '';
  }
}
