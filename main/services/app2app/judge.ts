import type { Fact, Opened, Signature } from '../../../preload/contract/index.ts';
import type { Lens, Opening } from '../../keyring/lens.ts';
import type { Judgement } from '../service.ts';
import { bytesOf, previewOf, type Reading, readMessage, readPayload } from './message.ts';

/**
 * Two verdicts on a message, sent or received: whether its envelope opens, and whether its signature holds for the
 * certificate kept for its sender. An envelope has no integrity of its own (CMS EnvelopedData), so the two are apart.
 */
export async function judge(args: readonly unknown[], lens: Lens): Promise<Judgement> {
  const incoming = readPayload(args[0]);
  if (!incoming.sealed) {
    const { signature, facts } = await verify(incoming, lens);
    return { opened: { state: 'plain' }, signature, facts, ...addressed(incoming) };
  }
  const opening = await lens.open(incoming.envelope);
  if (opening.state === 'opened') return judgeInside(opening, lens);
  const { facts } = opening;
  const opened: Opened =
    opening.state === 'locked'
      ? { state: 'locked', needs: opening.needs }
      : { state: 'broken', reason: opening.reason };
  // A signature, if there is one, is inside.
  return { opened, signature: { state: 'none' }, facts };
}

async function judgeInside(opening: Extract<Opening, { state: 'opened' }>, lens: Lens): Promise<Judgement> {
  const { text, messages, warning } = readInside(opening.content);
  const opened: Opened = { state: 'opened', by: opening.by, ...(warning !== undefined && { warning }) };
  const verdicts = await Promise.all(messages.map((message) => verify(message, lens)));
  const first = messages[0];
  return {
    opened,
    signature: worst(verdicts.map(({ signature }) => signature)),
    inside: text,
    facts: [...opening.facts, ...verdicts.flatMap(({ facts }) => facts)],
    ...(first ? addressed(first) : { preview: previewOf(text) }),
  };
}

function readInside(content: Uint8Array): { text: string; messages: Reading[]; warning?: string } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return { text: Buffer.from(content).toString('utf8'), messages: [], warning: 'The plaintext is not UTF-8 text.' };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { text, messages: [], warning: 'The plaintext is not JSON.' };
  }
  if (Array.isArray(value)) {
    const messages = value.slice(0, 1000).map(readMessage);
    return {
      text,
      messages,
      warning: `The plaintext is an array of ${value.length}: several messages in one envelope.`,
    };
  }
  const message = readMessage(value);
  if (message.from !== undefined || message.content !== undefined) return { text, messages: [message] };
  return { text, messages: [message], warning: 'The plaintext is JSON, but not a message.' };
}

function addressed({ from, to, preview }: Reading): Pick<Judgement, 'from' | 'to' | 'preview'> {
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(preview !== undefined && { preview }),
  };
}

type Verdict = { signature: Signature; facts: Fact[] };

async function verify({ from, content, signature }: Reading, lens: Lens): Promise<Verdict> {
  if (signature === undefined) return plainly({ state: 'unsigned' });
  const bytes = signatureBytes(signature);
  if (!bytes) return plainly({ state: 'wrong', reason: 'The signature is neither bytes nor base64 nor hexadecimal.' });
  const signed = typeof content === 'string' ? Buffer.from(content) : bytesOf(content);
  if (!signed)
    return plainly({ state: 'wrong', reason: 'The content is neither text nor bytes, so nothing was signed.' });
  if (from === undefined) return plainly({ state: 'signer-unknown', reason: 'The message does not say who sent it.' });
  return lens.verify(signed, bytes, from);
}

const plainly = (signature: Signature): Verdict => ({ signature, facts: [] });

/** The vendor allows a string without saying its encoding. */
function signatureBytes(signature: unknown): Uint8Array | undefined {
  if (typeof signature !== 'string') return bytesOf(signature);
  const text = signature.replace(/\s+/g, '');
  if (text === '') return undefined;
  if (text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** Of several messages in one envelope, the verdict that needs attention most. */
function worst(verdicts: Signature[]): Signature {
  for (const state of ['wrong', 'signer-unknown', 'unsigned', 'verified'] as const) {
    const found = verdicts.find((verdict) => verdict.state === state);
    if (found) return found;
  }
  return { state: 'none' };
}
