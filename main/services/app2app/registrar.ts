import { refusalOf } from '../../refusal.ts';
import type { Context, Performed } from '../service.ts';
import { readAddressbook } from './addressbook.ts';
import type { Destinations } from './destinations.ts';
import { certificateSubject, type Management } from './management.ts';
import type { Settings } from './settings.ts';

/** Asks both REST interfaces about destinations, keeps the directory accordingly and notes what came of it. */
export class Registrar {
  #context: Context<Settings>;
  #destinations: Destinations;
  #management: Management;
  #line: () => AbortSignal;

  /** `line`: aborted when the present line ends, and with it every question. */
  constructor(context: Context<Settings>, management: Management, destinations: Destinations, line: () => AbortSignal) {
    this.#line = line;
    this.#context = context;
    this.#destinations = destinations;
    this.#management = management;
  }

  /** All that can be known, once the line is open. What is missing is a note, not an obstacle. */
  async fill(): Promise<void> {
    const signal = this.#line();
    const questions = [this.refreshAddressbook(), ...(this.#management.configured ? [this.list()] : [])];
    for (const result of await Promise.allSettled(questions)) {
      if (result.status === 'rejected' && !signal.aborted) this.#troubled(result.reason);
    }
  }

  async refreshAddressbook(): Promise<Performed> {
    const { settings, network } = this.#context;
    const memberships = await readAddressbook(settings, network, this.#line());
    this.#destinations.addressbook(memberships);
    const count = memberships.reduce((sum, { destinations }) => sum + destinations.length, 0);
    return this.#note(
      'addressbook',
      `Addressbook: ${plural(count, 'destination')} of ${plural(memberships.length, 'membership')}`,
      memberships,
    );
  }

  async list(): Promise<Performed> {
    const own = await this.#management.list(this.#line());
    this.#destinations.own(own);
    return this.#note('own destinations', `${plural(own.length, 'own destination')}`, own);
  }

  /** For an externally managed one the text says which certificate to make. */
  async create(name: string, keys: 'managed' | 'external'): Promise<Performed> {
    const created = await this.#management.create(name, keys === 'managed', this.#line());
    this.#destinations.own([created]);
    const next =
      keys === 'managed'
        ? ''
        : ` Make an RSA key and a certificate with the subject CN=${certificateSubject(created)} (compare it with the service’s dashboard), and store the certificate in the On-Chain Registry under the destination’s address.`;
    return this.#note('destination created', `${created.uri} was created.${next}`, created);
  }

  async remove(name: string): Promise<Performed> {
    await this.#management.remove(name, this.#line());
    const uri = this.#destinations.named(name);
    if (uri !== undefined) this.#destinations.remove(uri);
    return this.#note('destination removed', `${name} was removed.`, { name });
  }

  #note(kind: string, text: string, fact: unknown): Performed {
    const { id } = this.#context.record({ direction: 'note', kind, args: [fact], preview: text });
    return { entry: id, text };
  }

  #troubled(error: unknown): void {
    const { reason } = refusalOf(error);
    this.#context.record({
      direction: 'note',
      kind: 'directory incomplete',
      tone: 'bad',
      args: [reason],
      preview: reason.text,
    });
  }
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
