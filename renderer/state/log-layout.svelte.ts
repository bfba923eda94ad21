import { defaultPreferences } from '../../preload/contract/default-preferences.ts';
import type { LogColumn, LogTime, Preferences } from '../../preload/contract/index.ts';
import { type ColumnName, completed, moved } from '../parts/log-columns.ts';
import type { Console } from './console.svelte.ts';
import { type Save, saving } from './saving.ts';

type Changed = Partial<Pick<Preferences, 'columns' | 'logTime'>>;

/** How every log is laid out: its columns and what its times are told from. Saved after each change. */
export class LogLayout {
  readonly #console: Console;
  /** What is being changed, until it is saved. */
  #own = $state.raw<Changed>({});
  readonly #save: Save;

  constructor(console: Console) {
    this.#console = console;
    this.#save = saving(console, () => this.#own);
  }

  get columns(): LogColumn[] {
    return completed(this.#own.columns ?? this.#console.preferences.columns);
  }

  get time(): LogTime {
    return this.#own.logTime ?? this.#console.preferences.logTime;
  }

  set time(logTime: LogTime) {
    this.#change({ logTime });
  }

  show(column: ColumnName, shown: boolean): void {
    this.#change({ columns: this.columns.map((each) => (each.column === column ? { ...each, shown } : each)) });
  }

  /** In pixels; null for as much as fits. */
  resize(column: ColumnName, width: number | null): void {
    const within = width === null ? null : Math.max(20, Math.min(2000, Math.round(width)));
    const columns = this.columns.map((each) => (each.column === column ? { ...each, width: within } : each));
    this.#change({ columns }, 'at-rest');
  }

  move(column: ColumnName, by: number): void {
    this.#change({ columns: moved(this.columns, column, by) });
  }

  reset(): void {
    this.#change({ columns: defaultPreferences.columns });
  }

  #change(change: Changed, when: 'now' | 'at-rest' = 'now'): void {
    this.#own = { ...this.#own, ...change };
    this.#save(when);
  }
}
