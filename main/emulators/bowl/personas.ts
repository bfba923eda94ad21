import type { Cast } from './cast.ts';
import type { User } from './people.ts';
import { attempt } from './persona.ts';

/** Milliseconds between two lines of the talk. */
const beat = 2000;

const news = [
  'Good morning! The Aurora is expected at eleven. ⚓',
  'Berth 4 is free again.',
  'Could you send me the cargo list?',
  'Grüße from the pilot’s boat, high tide at 14:20.',
  'Thank you, the papers have come.',
  'Wind is up to 6, the crane has to wait.',
];

const talk = [
  'Who has the keys of shed 12?',
  'The customs officer is in the yard.',
  'Aurora has passed the lighthouse.',
  'Lunch at noon, as always.',
];

/** Carol writes and comes and goes, Dora invites into the group and talks there, Emil wants to be a contact. */
export class Personas {
  readonly #cast: Cast;
  readonly #invited = new Set<User>();
  #timer: NodeJS.Timeout | undefined;
  #beats = 0;

  constructor(cast: Cast) {
    this.#cast = cast;
  }

  talk(): void {
    this.#timer ??= setInterval(() => this.#beat(), beat);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const persona of [this.#cast.carol, this.#cast.dora, this.#cast.emil]) persona.stop();
  }

  #beat(): void {
    const { ada, ben, carol, dora, emil, group } = this.#cast;
    const n = this.#beats++;
    attempt(() => this.#once(ada, () => dora.invite(ada, group.id)));
    attempt(() => this.#once(ben, () => emil.befriend(ben)));
    // Ben gets the group's key again, some time after he has seen what is locked.
    if (n === 4) attempt(() => dora.invite(ben, group.id));
    const phase = n % 12;
    if (phase === 5) carol.depart();
    if (phase === 9) carol.arrive();
    const text = news[n % news.length] ?? '';
    if (n % 3 === 0) attempt(() => carol.write(n % 2 === 0 ? ada : ben, text));
    if (n % 3 === 1) attempt(() => dora.writeToGroup(group.id, talk[n % talk.length] ?? ''));
  }

  #once(user: User, act: () => void): void {
    if (this.#invited.has(user) || !this.#cast.carol.reaches(user)) return;
    this.#invited.add(user);
    act();
  }
}
