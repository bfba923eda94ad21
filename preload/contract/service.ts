import { z } from 'zod';
import { form } from './form.ts';

export const actionDescription = z.strictObject({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  form,
  /** It can be shown what would be sent. */
  preview: z.boolean(),
});
export type ActionDescription = z.infer<typeof actionDescription>;

/** A service as the interface sees it: forms and words, nothing it would have to know by name. */
export const serviceDescription = z.strictObject({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  /** Two letters on the service's badge. */
  badge: z.string(),
  settings: form,
  /** In the order of the composer; the first is its default. */
  actions: z.array(actionDescription),
  /** What its directory can hold, in display order. */
  directory: z.array(z.strictObject({ kind: z.string(), title: z.string(), empty: z.string() })),
  /** What an open connection with an empty log should tell the user to do next. */
  firstStep: z.string(),
  /** What is kept as its secrets are, besides them. */
  remembers: z.string().optional(),
  /** It has an emulator, which the demo starts. */
  demo: z.boolean(),
});
export type ServiceDescription = z.infer<typeof serviceDescription>;
