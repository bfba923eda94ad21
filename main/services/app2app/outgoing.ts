import type { Lens } from '../../keyring/lens.ts';
import type { ProduceInput } from './actions.ts';
import { buildMessage, previewOf } from './message.ts';
import type { Settings } from './settings.ts';

/** A message ready to be produced. */
export interface Composed {
  message: Record<string, unknown>;
  preview: string;
  signed: boolean;
}

/** Rejects with a Refusal when it is to be signed and the key is not at hand. */
export async function compose(input: ProduceInput, dialect: Settings['dialect'], lens: Lens): Promise<Composed> {
  const { from, to, content } = input;
  const body = content.as === 'binary' ? Buffer.from(content.base64, 'base64') : content.text;
  const signature = await sign(Buffer.from(body), input, lens);
  return {
    message: buildMessage(dialect === 'flat' ? 'flat' : 'headers', {
      from,
      to,
      content: body,
      ...(signature && { signature }),
    }),
    preview: previewOf(body),
    signed: signature !== undefined,
  };
}

/** The signature is over the bytes of the content alone (the vendor's samples). */
async function sign(content: Uint8Array, { from, sign }: ProduceInput, lens: Lens): Promise<Uint8Array | undefined> {
  const key = lens.identity(from)?.privateKey ?? 'none';
  if (sign === 'never' || (sign === 'auto' && key === 'none')) return undefined;
  return lens.sign(content, from);
}
