import type { z } from 'zod';
import type { Content, Fact, ToolResult } from '../../preload/contract/index.ts';
import type { Opener } from '../crypto/opener.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { Lens } from '../keyring/lens.ts';

/** Something that can be computed by hand, with the keyring and without a connection. */
export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly title: string;
  readonly summary: string;
  /** Its form is made of it, as of an action's: see services/form.ts. */
  readonly input: Input;
  /**
   * Throws a {@link Refusal}, or a {@link Problem} that names fields; neither repeats what was typed. Whatever may take
   * long is done on the {@link Bench}.
   */
  run(input: z.output<Input>, bench: Bench): Promise<ToolResult> | ToolResult;
}

/** What tools work with. */
export interface Bench {
  readonly lens: Lens;
  readonly keyring: Pick<Keyring, 'items' | 'key'>;
  /** Heavy work: it is done in threads of its own. */
  readonly opener: Pick<Opener, 'operate'>;
}

/** Ties the input's type to `run`. */
export function tool<Input extends z.ZodObject>(description: Tool<Input>): Tool {
  return description as Tool<never> as Tool;
}

/** Findings and perhaps an output, of something that was neither opened nor verified. */
export function result(text: string, more: { output?: Content; facts?: Fact[] } = {}): ToolResult {
  const { output, facts = [] } = more;
  return {
    text,
    ...(output !== undefined && { output }),
    opened: { state: 'plain' },
    signature: { state: 'none' },
    facts,
  };
}

export const textOutput = (text: string): Content => ({ as: 'text', text });

export function bytesOutput(bytes: Uint8Array): Content {
  return { as: 'binary', base64: Buffer.from(bytes).toString('base64') };
}

export const warning = (value: string): Fact => ({ name: 'Warning', value });
