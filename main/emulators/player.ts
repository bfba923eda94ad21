import { setImmediate as breath } from 'node:timers/promises';
import type { TapeCommand, TapeSpeed, Tape as TapeState } from '../../preload/contract/index.ts';
import { type Clock, realClock } from './clock.ts';
import { Pace } from './pace.ts';
import type { Asking, Playback, Prompter, Recorded, Unsent } from './playback.ts';
import { RecordedAnswers } from './recorded-answers.ts';
import { Reel } from './reel.ts';
import { Tally } from './tally.ts';
import type { Tape } from './tape.ts';
import type { TapeEntry } from './tape-line.ts';

/** Entries that are passed before others get a turn. */
const stride = 100;
/** Milliseconds before a client that is behind is looked at again. */
const patience = 20;

/** How a tape is to be played. */
export interface Playing {
  /** Path of the exported journal. */
  file: string;
  speed: TapeSpeed;
  /** Seconds; null for as recorded. */
  longestSilence: number | null;
  /** Waits for a command instead of playing to the first client. */
  paused: boolean;
}

interface Options extends Omit<Playing, 'file'> {
  tape: Tape;
  playback: Playback;
  clock: Clock;
  /** {@link Player.state} has changed. Called for every event. */
  changed(): void;
}

/** Plays a tape to an emulator's clients while there are some, and has it answer what they ask. */
export class Player implements Prompter {
  readonly #options: Options;
  readonly #pace: Pace;
  #reel: Reel;
  #answers: RecordedAnswers;
  #intent: 'play' | 'pause';
  #steps = 0;
  #over = false;
  #running = false;
  #again = false;
  #callOff = () => {};
  readonly #tally = new Tally();
  /** Entries read ahead that are given as answers. */
  readonly #given = new WeakSet<TapeEntry>();

  constructor(options: Options) {
    const { playback, clock, speed, longestSilence, paused } = options;
    this.#options = options;
    this.#pace = new Pace(clock, speed, longestSilence);
    this.#intent = paused ? 'pause' : 'play';
    this.#answers = this.#newAnswers();
    this.#reel = this.#newReel();
    playback.prompt(this);
  }

  /** Resolves when the beginning is read: then clients may come. */
  async ready(): Promise<void> {
    await this.#reel.fill().catch(() => {});
    this.#go();
  }

  get state(): TapeState {
    const { tape, playback } = this.#options;
    return {
      state: this.#state,
      total: tape.total,
      speed: this.#pace.speed,
      longestSilence: this.#pace.longestSilence,
      clients: playback.clients(),
      ...this.#tally.state(this.#answers.unasked),
    };
  }

  command(command: TapeCommand): void {
    this.#steps = 0;
    if (command === 'rewind' || (this.#over && command !== 'pause')) this.#rewind();
    if (command === 'play' || command === 'pause') this.#intent = command;
    if (command === 'step') {
      this.#intent = 'pause';
      this.#steps = 1;
    }
    this.#go();
  }

  setPace(speed: TapeSpeed, longestSilence: number | null): void {
    this.#pace.change(speed, longestSilence);
    this.#go();
  }

  audience(): void {
    this.#go();
  }

  asked(asking: Asking): Recorded | undefined {
    return this.#answers.asked(asking);
  }

  async stop(): Promise<void> {
    this.#intent = 'pause';
    this.#over = true;
    this.#callOff();
    this.#answers.stop();
    await this.#reel.close();
  }

  get #state(): TapeState['state'] {
    if (this.#over) return 'over';
    if (this.#options.playback.clients() === 0) return this.#intent === 'play' ? 'waiting' : 'paused';
    return this.#intent === 'play' ? 'playing' : 'paused';
  }

  #newReel(): Reel {
    return new Reel(this.#options.tape, (entry) => this.#seen(entry));
  }

  #newAnswers(): RecordedAnswers {
    const { clock } = this.#options;
    return new RecordedAnswers(
      clock,
      (recorded) => this.#pace.wait(recorded),
      (why) => this.#skip(why),
    );
  }

  /** What ties to requests is known before it is played past. */
  #seen(entry: TapeEntry): void {
    if (entry.direction !== 'out' && entry.direction !== 'in') return;
    const { exchange, recorded, at } = entry;
    if (exchange === undefined) return;
    if (entry.direction === 'out') this.#answers.request(exchange, recorded, at);
    else if (this.#options.playback.answers(recorded) && this.#answers.answer(exchange, recorded, at)) {
      this.#given.add(entry);
    }
  }

  #rewind(): void {
    void this.#reel.close();
    this.#answers.stop();
    this.#answers = this.#newAnswers();
    this.#reel = this.#newReel();
    this.#pace.restart();
    if (this.#over) this.#intent = 'pause';
    this.#over = false;
    this.#tally.reset();
  }

  /** Something has changed: plays on from here, or stands still. */
  #go(): void {
    this.#callOff();
    this.#pace.run(this.#state === 'playing');
    this.#options.changed();
    void this.#run();
  }

  async #run(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    for (let passed = 1; this.#again; passed++) {
      this.#again = false;
      if (await this.#advance()) this.#again = true;
      if (passed % stride === 0) await breath();
    }
    this.#running = false;
  }

  /** Passes the next entry, if it is time for it; otherwise comes back then. */
  async #advance(): Promise<boolean> {
    const reel = this.#reel;
    const entry = await reel.next().catch(() => 'lost' as const);
    if (reel !== this.#reel) return true;
    const { clients, behind } = this.#options.playback;
    const isStep = this.#steps > 0 && clients() > 0;
    if (this.#over || (this.#state !== 'playing' && !isStep)) return false;
    if (entry === undefined || entry === 'lost') {
      if (entry === 'lost') this.#skip('lost');
      this.#end();
      return false;
    }
    const isTimed = 'at' in entry;
    const wait = behind() ? patience : isTimed && !isStep ? this.#pace.until(entry.at) : 0;
    if (wait > 0) {
      this.#callOff();
      this.#callOff = this.#options.clock.after(wait, () => void this.#run());
      return false;
    }
    reel.take();
    if (isTimed) this.#pace.passed(entry.at);
    this.#pass(entry);
    return true;
  }

  #pass(entry: TapeEntry): void {
    this.#tally.pass();
    if (entry.direction === 'unreadable') this.#skip('unreadable');
    else if (entry.direction === 'in' && !this.#given.has(entry)) this.#deliver(entry.recorded);
    this.#options.changed();
  }

  #deliver(recorded: Recorded): void {
    const why = this.#attempt(recorded);
    if (why) {
      this.#skip(why);
      return;
    }
    this.#tally.send(recorded.kind);
    this.#steps = 0;
  }

  /** What is nested too deeply, or otherwise cannot be encoded, makes the protocol's own package throw. */
  #attempt(recorded: Recorded): Unsent | undefined {
    try {
      return this.#options.playback.deliver(recorded);
    } catch {
      return 'unsendable';
    }
  }

  #skip(why: Unsent): void {
    this.#tally.skip(why);
    this.#options.changed();
  }

  #end(): void {
    this.#over = true;
    this.#steps = 0;
    this.#pace.run(false);
    this.#options.changed();
  }
}

/** `changed`: see {@link Player}. Resolves when clients may come. */
export async function playTape(
  tape: Tape,
  { file: _, ...playing }: Playing,
  playback: Playback,
  changed: (player: Player) => void,
): Promise<Player> {
  const player: Player = new Player({ ...playing, tape, playback, clock: realClock, changed: () => changed(player) });
  await player.ready();
  return player;
}
