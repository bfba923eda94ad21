import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Question } from '../../preload/contract/index.ts';
import { Problem } from '../problem.ts';
import { fieldErrors, formOf, secretFields } from '../services/form.ts';
import type { Question as Asked } from '../services/service.ts';

/** A question that waits for the user's answer. */
export class Asking {
  readonly question: Question;
  readonly answered: Promise<Record<string, unknown>>;
  readonly #input: z.ZodObject;
  readonly #conceal: (secret: string) => void;
  #resolve: (answer: Record<string, unknown>) => void = () => {};

  /** `answered` rejects with the signal's reason. Secrets of the answer are told to `conceal`. */
  constructor(asked: Asked<z.ZodObject>, signal: AbortSignal, conceal: (secret: string) => void) {
    const { title, text, facts, input, submit } = asked;
    this.question = { id: randomUUID(), title, text, facts, submit, form: formOf(input) };
    this.#input = input;
    this.#conceal = conceal;
    this.answered = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  /** Throws a {@link Problem} with field errors; the question then still waits. */
  answer(input: Record<string, unknown>): void {
    const parsed = this.#input.safeParse(input);
    if (!parsed.success) {
      throw new Problem('invalid-input', 'Some fields need attention.', { fields: fieldErrors(parsed.error) });
    }
    for (const field of secretFields(this.#input)) {
      const secret = parsed.data[field];
      if (typeof secret === 'string') this.#conceal(secret);
    }
    this.#resolve(parsed.data);
  }
}
