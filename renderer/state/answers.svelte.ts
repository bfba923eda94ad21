import type { ProfileId, Question } from '../../preload/contract/index.ts';
import { type FormValue, startingValues, withoutBlanks } from '../parts/form-values.ts';
import type { Console } from './console.svelte.ts';
import { RequestProblem } from './request-problem.ts';

/** What is typed as the answer to a connection that asks. */
export class Answer {
  readonly question: Question;
  input = $state.raw<FormValue>({});
  /** Secret fields, by name. */
  secrets = $state.raw<Record<string, string>>({});
  /** Problems by field path of the question's form. */
  errors = $state.raw<Record<string, string>>({});
  problem = $state('');
  busy = $state(false);
  readonly #console: Console;
  readonly #profile: ProfileId;

  constructor(console: Console, profile: ProfileId, question: Question) {
    this.#console = console;
    this.#profile = profile;
    this.question = question;
    this.input = startingValues(question.form);
  }

  /** What is wrong with it is then in `problem` and `errors`; what was typed stays. */
  async send(): Promise<void> {
    const { question, secrets } = this;
    this.busy = true;
    this.problem = '';
    this.errors = {};
    try {
      await this.#console.request('connection:answer', {
        profile: this.#profile,
        question: question.id,
        input: withoutBlanks(question.form, this.input),
        secrets: Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret !== '')),
      });
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem;
      this.problem = problem.message;
      this.errors = problem.fields;
    } finally {
      this.busy = false;
    }
  }
}

/** Answers by profile, kept as long as their question is asked, whatever becomes of the tile that shows it. */
export class Answers {
  readonly #answers = new Map<ProfileId, Answer>();
  readonly #console: Console;

  constructor(console: Console) {
    this.#console = console;
    console.bridge.on('connection:changed', ({ profile, state }) => {
      const asked = state.state === 'asking' ? state.question.id : null;
      if (this.#answers.get(profile)?.question.id !== asked) this.#answers.delete(profile);
    });
  }

  to(profile: ProfileId, question: Question): Answer {
    const begun = this.#answers.get(profile);
    if (begun?.question.id === question.id) return begun;
    const answer = new Answer(this.#console, profile, question);
    this.#answers.set(profile, answer);
    return answer;
  }
}
