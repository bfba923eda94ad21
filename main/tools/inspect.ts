import { z } from 'zod';
import { plainContent, textOrBytes } from './content.ts';
import { result, textOutput, tool } from './tool.ts';

export const inspect = tool({
  title: 'Inspect anything',
  summary: 'Says what something is: certificate, key, envelope, token, base64, ASN.1. Nothing is opened or verified.',
  input: z.strictObject({
    content: plainContent.meta({
      title: 'Something',
      description: 'PEM, DER, base64, hex, a JSON Web Token, JSON.',
      kind: 'content',
      forms: ['text', 'binary'],
    }),
  }),
  async run({ content }, { opener }) {
    const { what, facts, text } = await opener.operate('inspect', { content: textOrBytes(content) });
    return result(what, { facts, ...(text !== undefined && { output: textOutput(text) }) });
  },
});
