import { SvelteMap } from 'svelte/reactivity';
import type { ProfileId } from '../../preload/contract/index.ts';
import type { FormValue } from '../parts/form-values.ts';
import type { Console } from './console.svelte.ts';

/** Something sent by hand, as it was typed. */
export interface Sent {
  readonly id: number;
  readonly action: string;
  readonly input: FormValue;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const kept = 50;

/** What was typed and what was sent, by profile, until the app ends. */
export class Outbox {
  readonly #drafts = new Map<string, FormValue>();
  readonly #sent = new SvelteMap<ProfileId, readonly Sent[]>();
  #next = 1;

  draft(profile: ProfileId, action: string): FormValue | undefined {
    return this.#drafts.get(`${profile} ${action}`);
  }

  keepDraft(profile: ProfileId, action: string, input: FormValue): void {
    this.#drafts.set(`${profile} ${action}`, input);
  }

  /** Newest first. */
  sent(profile: ProfileId): readonly Sent[] {
    return this.#sent.get(profile) ?? [];
  }

  keepSent(profile: ProfileId, action: string, input: FormValue): void {
    const written = JSON.stringify([action, input]);
    const others = this.sent(profile).filter((sent) => JSON.stringify([sent.action, sent.input]) !== written);
    const sent = { id: this.#next, action, input, at: Date.now() };
    this.#next += 1;
    this.#sent.set(profile, [sent, ...others].slice(0, kept));
  }
}

const outboxes = new WeakMap<Console, Outbox>();

/** The outbox lives as long as its console, longer than any composer. */
export function outboxOf(console: Console): Outbox {
  const outbox = outboxes.get(console) ?? new Outbox();
  outboxes.set(console, outbox);
  return outbox;
}
