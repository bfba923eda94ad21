import type { Fact } from '../../../preload/contract/index.ts';
import { writePem } from '../../crypto/pem.ts';
import { signAsStranger } from '../../crypto/stranger.ts';
import type { Lens } from '../../keyring/lens.ts';
import type { EnvelopeFlaw } from '../../keyring/sealed.ts';
import { flawMarks, flipLastBit, unbreakable } from '../flaw.ts';
import type { Preview } from '../service.ts';
import { buildMessage, previewOf } from './message.ts';
import type { ProduceInput } from './produce-input.ts';
import type { Settings } from './settings.ts';

/** A message ready to be produced. */
export interface Composed {
  args: [message: Record<string, unknown>, key?: string];
  /** The beginning of the content, as it was before it was sealed. */
  preview: string;
  signed: boolean;
  sealed: boolean;
  facts: Fact[];
  marks: string[];
}

type Content = string | Uint8Array;

/** What is known of a content's signature or envelope; nothing where it has none. */
type Made<Value> = { value: Value; facts: Fact[] } | undefined;

/**
 * Rejects with a Refusal when it is to be signed, sealed or broken and cannot be.
 *
 * The signature is over the bytes of the content as it is sent (the vendor's samples). Nothing public says that a sender
 * seals: the service does it for externally managed recipients. Assumption: a content may be anything, so also the PEM
 * of an envelope; then that is what is signed, since the service checks the signature without opening it.
 */
export async function compose(input: ProduceInput, dialect: Settings['dialect'], lens: Lens): Promise<Composed> {
  const { from, to, content, key, flaw } = input;
  const plain = content.as === 'binary' ? Buffer.from(content.base64, 'base64') : content.text;
  const sealed = await seal(plain, input, lens);
  const body = sealed?.value ?? plain;
  const signature = await sign(body, input, lens);
  const message = buildMessage(dialect === 'flat' ? 'flat' : 'headers', {
    from,
    to,
    content: flaw === 'changed-content' ? flipLastBit(body) : body,
    ...(signature && { signature: signature.value }),
  });
  const marks = flawMarks(flaw);
  return {
    args: key ? [message, key] : [message],
    preview: previewOf(plain),
    signed: signature !== undefined,
    sealed: sealed !== undefined,
    facts: [
      ...marks.map((value) => ({ name: 'Warning', value })),
      ...(signature?.facts ?? [{ name: 'Signature', value: 'none' }]),
      ...(sealed?.facts ?? [{ name: 'Envelope', value: 'none' }]),
    ],
    marks,
  };
}

/** The service publishes no limit. */
const limit = { bytes: 1_000_000, text: 'Socket.IO’s own limit for servers; the service publishes none.' };

export function previewOfComposed({ args, facts, marks, sealed }: Composed): Preview {
  const anew = 'The envelope is made anew when it is sent: other bytes, the same size.';
  return { kind: 'produce', args, facts: [...facts, ...(sealed ? [{ name: 'Note', value: anew }] : [])], marks, limit };
}

const envelopeFlaws: Partial<Record<ProduceInput['flaw'], EnvelopeFlaw>> = {
  'damaged-envelope': 'damaged',
  'wrong-recipient': 'stranger',
};

async function seal(content: Content, input: ProduceInput, lens: Lens): Promise<Made<string>> {
  const { seal, cipher, transport, flaw } = input;
  const addresses = input.sealFor.length > 0 ? input.sealFor : [input.to];
  const wanted = seal === 'always' || (seal === 'auto' && (await lens.canSeal(addresses)));
  if (!wanted) {
    if (flaw !== 'none' && envelopeFlaws[flaw]) {
      throw unbreakable(flaw, 'the message is not sealed.', 'Choose “Seal: always”.');
    }
    return undefined;
  }
  const how = { addresses, sealing: { cipher, transport }, flaw: envelopeFlaws[flaw] };
  const { envelope, facts } = await lens.seal(Buffer.from(content), how);
  return { value: writePem('PKCS7', envelope), facts };
}

async function sign(content: Content, input: ProduceInput, lens: Lens): Promise<Made<Uint8Array>> {
  const { sign, flaw } = input;
  const signer = input.signAs || input.from;
  const identity = lens.identity(signer);
  const wanted = sign === 'always' || (sign === 'auto' && identity !== undefined);
  const bytes = Buffer.from(content);
  const signed = (value: Uint8Array, by: string, over: string) => ({
    value,
    facts: [
      { name: 'Signed by', value: by },
      { name: 'Signature', value: `RSASSA-PKCS1-v1_5 with SHA-256 over ${over}, ${value.length} bytes` },
    ],
  });
  switch (flaw) {
    case 'wrong-key': {
      if (sign === 'never') throw unsigned(flaw);
      const value = await signAsStranger(bytes, bitsOf(identity?.algorithm));
      return signed(value, `a key made for this, in place of that of ${signer}`, 'the content');
    }
    case 'no-signature':
      if (!wanted) throw unsigned(flaw);
      return undefined;
    case 'other-content':
      if (!wanted) throw unsigned(flaw);
      return signed(await lens.sign(Buffer.concat([bytes, bytes]), signer), signer, 'other content');
    case 'changed-content':
      if (!wanted) throw unsigned(flaw);
      if (bytes.length === 0) throw unbreakable(flaw, 'there is no content.', 'Write some.');
      return signed(await lens.sign(bytes, signer), signer, 'the content before it was changed');
    default:
      return wanted ? signed(await lens.sign(bytes, signer), signer, 'the content') : undefined;
  }
}

const unsigned = (flaw: Parameters<typeof unbreakable>[0]) =>
  unbreakable(flaw, 'the message is not signed.', 'Choose “Sign: always”, or import the identity of the signer.');

/** Of an algorithm as the keyring describes it. */
function bitsOf(algorithm = ''): number {
  return Number(/^RSA (\d+)$/.exec(algorithm)?.[1] ?? 2048);
}
