import { type Asn1, expectTag, malformed } from './asn1.ts';

/** Takes the children of a value one after the other, and says by name what is missing. */
export function fieldsOf(parent: Asn1 | undefined, tag: number, name: string): Fields {
  return new Fields(expectTag(parent, tag, name), name);
}

export class Fields {
  readonly #parent: Asn1;
  readonly #name: string;
  #index = 0;
  constructor(parent: Asn1, name: string) {
    this.#parent = parent;
    this.#name = name;
  }

  /** The next field, whatever its tag. */
  any(name: string): Asn1 {
    const field = this.#parent.children[this.#index];
    if (!field) throw malformed(`${this.#name} has no ${name}`, this.#parent.end);
    this.#index += 1;
    return field;
  }

  required(tag: number, name: string): Asn1 {
    return expectTag(this.any(name), tag, name);
  }

  /** The next field if it has this tag. */
  optional(tag: number): Asn1 | undefined {
    const field = this.#parent.children[this.#index];
    if (field?.tag !== tag) return undefined;
    this.#index += 1;
    return field;
  }

  rest(): readonly Asn1[] {
    return this.#parent.children.slice(this.#index);
  }
}
