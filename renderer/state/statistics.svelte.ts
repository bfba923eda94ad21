import type { Bridge } from '../../preload/bridge.ts';
import type { ContractError, Event, Measurement, ProfileId, Second, Totals } from '../../preload/contract/index.ts';

/** Milliseconds that are remembered, as in main. */
const remembered = 3_600_000;

/** What passed over one connection during the last hour, kept true by events while it is watched. */
export class Statistics {
  error: ContractError | null = $state.raw(null);
  ready = $state(false);
  /** End of the last second that was told of, in milliseconds since 1970. */
  until = $state(0);
  /** Oldest first, without those in which nothing happened. */
  seconds: readonly Second[] = $state.raw([]);
  roundTrips: Measurement['roundTrips'] = $state.raw([]);
  totals: Totals | null = $state.raw(null);
  readonly #bridge: Bridge;
  readonly #profile: ProfileId;
  readonly #undo: () => void;

  constructor(bridge: Bridge, profile: ProfileId) {
    this.#bridge = bridge;
    this.#profile = profile;
    this.#undo = bridge.on('statistics:measured', (event) => this.#hear(event));
  }

  /** Asks for the last hour; to be asked again when an event was missed. */
  async watch(): Promise<void> {
    const answer = await this.#bridge.request('statistics:watch', { profile: this.#profile });
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) this.#show(answer.value, []);
  }

  close(): void {
    this.#undo();
    void this.#bridge.request('statistics:unwatch', { profile: this.#profile });
  }

  #hear(event: Event<'statistics:measured'>): void {
    if (event.profile === this.#profile && this.ready) this.#show(event, this.seconds);
  }

  #show({ until, seconds, roundTrips, totals }: Measurement, before: readonly Second[]): void {
    this.ready = true;
    this.until = until;
    const kept = before.filter(({ at }) => at >= until - remembered);
    this.seconds = seconds.length > 0 || kept.length < before.length ? [...kept, ...seconds] : before;
    this.roundTrips = roundTrips;
    this.totals = totals;
  }
}
