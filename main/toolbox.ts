import type { ToolDescription, ToolResult } from '../preload/contract/index.ts';
import { Problem } from './problem.ts';
import { Refusal } from './refusal.ts';
import { fieldErrors, formOf } from './services/form.ts';
import type { Services } from './services/service.ts';
import { toolGroups } from './tools/index.ts';
import type { Bench, Tool } from './tools/tool.ts';

/** Everything that can be computed by hand, without a connection. */
export interface Toolbox {
  /** In the order in which they are shown: those of no service first. */
  list(): ToolDescription[];
  /** Throws a {@link Problem}: `not-found`, `invalid-input` with fields, `failed`. */
  run(id: string, input: Record<string, unknown>): Promise<ToolResult>;
}

interface Placed {
  readonly group: string;
  readonly tool: Tool;
}

/** Throws an Error where a tool's input cannot be made a form. */
export function createToolbox(services: Services, bench: Bench): Toolbox {
  const tools = new Map<string, Placed>();
  for (const [group, members] of Object.entries(toolGroups)) {
    for (const [id, tool] of Object.entries(members)) tools.set(id, { group, tool });
  }
  for (const { id, title, tools: own = {} } of Object.values(services)) {
    for (const [name, tool] of Object.entries(own)) tools.set(`${id}/${name}`, { group: title, tool });
  }
  const descriptions = [...tools].map(
    ([
      id,
      {
        group,
        tool: { title, summary, input },
      },
    ]) => {
      return { id, group, title, summary, form: formOf(input) };
    },
  );
  return {
    list: () => descriptions,
    async run(id, input) {
      const placed = tools.get(id);
      if (!placed) throw new Problem('not-found', 'There is no such tool in this version of Patchbay.');
      return perform(placed.tool, input, bench);
    },
  };
}

/** What was typed stands in no error: it may be a secret. */
async function perform(tool: Tool, input: Record<string, unknown>, bench: Bench): Promise<ToolResult> {
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) {
    throw new Problem('invalid-input', 'Some fields need attention.', { fields: fieldErrors(parsed.error) });
  }
  try {
    return await tool.run(parsed.data, bench);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof Refusal) throw Problem.of(error);
    throw new Problem('failed', 'It did not work: this cannot be computed here.');
  }
}
