/** What is dragged when a line of a list is: its index. */
const lineMime = 'application/x-patchbay-line';

type Move = (index: number, to: number) => Promise<void>;

/** Moves a line of a list, which is a `li`, by dragging it onto another or from the keyboard. */
export class Sorting {
  readonly #move: Move;
  readonly #index: () => number;

  /** `index`: of the line. */
  constructor(move: Move, index: () => number) {
    this.#move = move;
    this.#index = index;
  }

  readonly start = (event: DragEvent): void => {
    event.dataTransfer?.setData(lineMime, String(this.#index()));
  };

  readonly over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes(lineMime)) event.preventDefault();
  };

  readonly drop = (event: DragEvent): void => {
    const from = event.dataTransfer?.getData(lineMime) ?? '';
    if (from === '') return;
    event.preventDefault();
    void this.#move(Number(from), this.#index());
  };

  /** By Alt with the arrows; the focus goes with the line. Each line has one element that can be moved so. */
  readonly press = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined || !event.altKey) return;
    event.preventDefault();
    void this.#follow(event.currentTarget as Element, this.#index() + by);
  };

  async #follow(from: Element, to: number): Promise<void> {
    const lines = from.closest('li')?.parentElement?.children;
    await this.#move(this.#index(), to);
    lines?.[to]?.querySelector<HTMLElement>('[data-sort]')?.focus();
  }
}
