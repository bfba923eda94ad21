import type { ToolDescription, ToolResult } from '../../preload/contract/index.ts';
import { type FormValue, isShown, startingValues, withoutBlanks } from '../parts/form-values.ts';
import type { ToolInput } from '../parts/workbench-input.ts';
import type { Console } from './console.svelte.ts';
import { RequestProblem } from './request-problem.ts';

/** One result, and when it came: milliseconds since 1970. */
export interface ToolRun {
  readonly id: number;
  readonly at: number;
  readonly result: ToolResult;
}

/** Results of each tool that are kept. */
const kept = 20;

/** What lies on one tool: what was typed into its form, and its results, newest first. Nothing of it is written. */
export class ToolDesk {
  readonly tool: ToolDescription;
  input = $state.raw<FormValue>({});
  /** Secret fields, by name. */
  secrets = $state.raw<Record<string, string>>({});
  /** Problems by field path. */
  errors = $state.raw<Record<string, string>>({});
  problem = $state('');
  busy = $state(false);
  runs = $state.raw<readonly ToolRun[]>([]);
  /** The run that is shown. */
  shown = $state<number | null>(null);
  readonly #console: Console;
  #last = 0;

  constructor(console: Console, tool: ToolDescription) {
    this.#console = console;
    this.tool = tool;
    this.input = startingValues(tool.form);
  }

  get run(): ToolRun | undefined {
    return this.runs.find(({ id }) => id === this.shown);
  }

  /** What was typed stays, and so do earlier results. */
  async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    this.errors = {};
    try {
      const result = await this.#console.request('tool:run', {
        tool: this.tool.id,
        input: withoutBlanks(this.tool.form, this.#shownOnly(this.input)),
        secrets: this.#shownOnly(this.secrets),
      });
      this.#last += 1;
      this.runs = [{ id: this.#last, at: Date.now(), result }, ...this.runs].slice(0, kept);
      this.shown = this.#last;
    } catch (problem) {
      if (!(problem instanceof RequestProblem)) throw problem;
      this.problem = problem.message;
      this.errors = problem.fields;
      this.shown = null;
    } finally {
      this.busy = false;
    }
  }

  /** Fills in some fields, the others as they start. Earlier results stay. */
  lay(input: FormValue): void {
    this.input = { ...startingValues(this.tool.form), ...input };
    this.secrets = {};
    this.errors = {};
    this.problem = '';
    this.shown = null;
  }

  /** Forgets what was typed and every result. */
  clear(): void {
    this.lay({});
    this.runs = [];
  }

  /** What stands in fields that are not shown was not meant. */
  #shownOnly<Value>(values: Record<string, Value>): Record<string, Value> {
    const { form } = this.tool;
    const shown = form.filter((field) => isShown(field, form, this.input)).map(({ name }) => name);
    return Object.fromEntries(Object.entries(values).filter(([name]) => shown.includes(name)));
  }
}

/** The workbench: which tool is in hand, and what lies on each, until the app ends. */
export class Tools {
  /** Id of the tool in hand. */
  chosen = $state('');
  readonly #console: Console;
  readonly #desks = new Map<string, ToolDesk>();

  constructor(console: Console) {
    this.#console = console;
  }

  get current(): ToolDesk | undefined {
    const { tools } = this.#console;
    const tool = tools.find(({ id }) => id === this.chosen) ?? tools[0];
    return tool && this.desk(tool);
  }

  /** Takes a tool in hand, with some of its fields filled in. */
  take({ tool: id, input }: ToolInput): void {
    const tool = this.#console.tools.find((each) => each.id === id);
    if (!tool) return;
    this.chosen = id;
    this.desk(tool).lay(input);
  }

  desk(tool: ToolDescription): ToolDesk {
    const desk = this.#desks.get(tool.id) ?? new ToolDesk(this.#console, tool);
    this.#desks.set(tool.id, desk);
    return desk;
  }
}
