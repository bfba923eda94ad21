import { z } from 'zod';

/** How far all that could not be judged before has been judged again since a key was added; null when it is over. */
export const verdictsProgress = z.strictObject({ done: z.int(), total: z.int() }).nullable();
export type VerdictsProgress = z.infer<typeof verdictsProgress>;
