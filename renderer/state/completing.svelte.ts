import { type Completions, completionsOf, type Option, termText } from '../../preload/contract/filter/index.ts';

/** Values of a field that contain a text; the most frequent first. */
export type Suggest = (field: string, text: string) => Promise<string[]>;

/** Names of fields end with one: their value is written next. */
const operator = /[:=~<>]$/;

/** What can be written where the caret is, while one writes a filter. The list is open as long as there is something. */
export class Completing {
  options: readonly Option[] = $state.raw([]);
  /** Index of the option that is chosen by the next Enter; -1 for none. */
  at = $state(-1);
  #range: { from: number; to: number } = { from: 0, to: 0 };
  #suggest: Suggest;
  #asked = 0;

  constructor(suggest: Suggest) {
    this.#suggest = suggest;
  }

  get open(): boolean {
    return this.options.length > 0;
  }

  /** `how`: what is typed opens the list only where something was begun. */
  async offer(text: string, caret: number, how: 'typed' | 'asked'): Promise<void> {
    const asked = ++this.#asked;
    const completions = completionsOf(text, caret);
    if (how === 'typed' && (caret === 0 || /[\s(-]/.test(text.charAt(caret - 1)))) return this.#show([]);
    this.#range = { from: completions.from, to: completions.to };
    const written = text.slice(completions.from, completions.to);
    this.#show(completions.options, written);
    if (!completions.ask) return;
    const values = await this.#valuesOf(completions.ask);
    if (asked === this.#asked) this.#show([...completions.options, ...values], written);
  }

  close(): void {
    this.#asked += 1;
    this.#show([]);
  }

  /** Goes around through all options and none of them. */
  move(by: 1 | -1): void {
    const places = this.options.length + 1;
    this.at = ((this.at + 1 + by + places) % places) - 1;
  }

  /** The text with an option in it, and where the caret is then. */
  take(text: string, index: number): { text: string; caret: number } {
    const { from, to } = this.#range;
    const option = this.options[index]?.text ?? text.slice(from, to);
    const isLast = to === text.length && !operator.test(option);
    const written = `${text.slice(0, from)}${option}${isLast ? ' ' : ''}`;
    this.close();
    return { text: written + text.slice(to), caret: written.length };
  }

  #show(options: readonly Option[], written?: string): void {
    const chosen = this.options[this.at]?.text;
    const isWritten = options.length === 1 && options[0]?.text === written;
    this.options = isWritten ? [] : options;
    this.at = chosen === undefined ? -1 : this.options.findIndex(({ text }) => text === chosen);
  }

  async #valuesOf({ field, text }: NonNullable<Completions['ask']>): Promise<Option[]> {
    const values = await this.#suggest(field, text);
    return values.map((value) => ({ text: termText('kind', value).slice('kind='.length), note: '' }));
  }
}
