import { z } from 'zod';
import { opened, signature } from './entry.ts';
import { fact } from './fact.ts';
import { content, form } from './form.ts';

/** Something that can be computed by hand with the keyring, without a connection. */
export const toolDescription = z.strictObject({
  id: z.string(),
  /** Heading that it stands under: what it is about, or the service it belongs to. */
  group: z.string(),
  title: z.string(),
  summary: z.string(),
  form,
});
export type ToolDescription = z.infer<typeof toolDescription>;

/** What a tool found out. */
export const toolResult = z.strictObject({
  /** In one sentence. */
  text: z.string(),
  /** What came out, where more than a finding did. */
  output: content.optional(),
  opened,
  signature,
  facts: z.array(fact),
});
export type ToolResult = z.infer<typeof toolResult>;
