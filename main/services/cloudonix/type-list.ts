import type { DirectoryItem } from '../../../preload/contract/index.ts';
import type { DirectoryWriter } from '../service.ts';
import type { Catalogue, MessageType } from './catalogue.ts';

/** More types than this, that nobody knows, are not listed. */
const strangersKept = 200;

/** The message types in the directory: those of the catalogue, and those that the service sent without being in it. */
export class TypeList {
  readonly #directory: DirectoryWriter;
  readonly #catalogue: Catalogue;
  readonly #strangers = new Set<string>();

  constructor(directory: DirectoryWriter, catalogue: Catalogue) {
    this.#directory = directory;
    this.#catalogue = catalogue;
  }

  show(): void {
    for (const type of this.#catalogue.types) this.#directory.put(this.#item(type));
  }

  /** Lists a type that came and is in no catalogue. */
  stranger(type: string): void {
    if (this.#strangers.has(type) || this.#strangers.size >= strangersKept) return;
    this.#strangers.add(type);
    this.#directory.put({ ...blank, id: idOf('in', type), title: type, badges: ['received', 'unknown'], offers: [] });
  }

  #item(type: MessageType): DirectoryItem {
    const { direction, basis, note, answer } = type;
    const detail = [note, answer && `Required answer: ${answer}`].filter(Boolean).join(' ');
    return {
      ...blank,
      id: idOf(direction, type.type),
      title: type.type,
      ...(detail !== '' && { detail }),
      badges: [direction === 'out' ? 'sent' : 'received', basis],
      offers: this.#catalogue.offers(type),
    };
  }
}

const blank = { kind: 'type', counters: [] };
const idOf = (direction: MessageType['direction'], type: string): string => `${direction} ${type}`;
