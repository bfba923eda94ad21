import type { Fact, Opened, Signature } from '../../../preload/contract/index.ts';
import type { Lens } from '../../keyring/lens.ts';
import type { SignedOpening } from '../../keyring/signed.ts';
import type { Judgement } from '../service.ts';
import { bytesOf, previewOf, type Reading, readMessage, readPayload } from './message.ts';
import { openContent } from './sealed-content.ts';

/**
 * Two verdicts on a message, sent or received: whether its envelope opens, and whether its signature holds for the
 * certificate kept for its sender. An envelope has no integrity of its own (CMS EnvelopedData), so the two are apart.
 */
export async function judge(args: readonly unknown[], lens: Lens): Promise<Judgement> {
  const incoming = readPayload(args[0]);
  if (!incoming.sealed) {
    const { signature, facts } = await verify(incoming, lens);
    return openContent(incoming, { opened: { state: 'plain' }, signature, facts, ...addressed(incoming) }, lens);
  }
  const opening = await lens.open(incoming.envelope);
  const { facts } = opening;
  if (opening.state === 'opened') {
    return judgeInside({ opened: { state: 'opened', by: opening.by }, content: opening.content, facts }, lens);
  }
  const opened: Opened =
    opening.state === 'locked'
      ? { state: 'locked', needs: opening.needs }
      : { state: 'broken', reason: opening.reason };
  if (opening.state === 'broken') {
    const signed = await lens.openSigned(incoming.envelope);
    if (signed?.state === 'read')
      return judgeContent({ opened: { state: 'plain' }, content: signed.content, facts: [] }, signed, lens);
  }
  // A signature, if there is one, is inside.
  return { opened, signature: { state: 'none' }, facts };
}

/** What stood inside an envelope or a signed message, and what became of that. */
interface Inside {
  opened: Opened;
  content: Uint8Array;
  facts: Fact[];
}

type Signed = Extract<SignedOpening, { state: 'read' }>;

/** The content of an envelope may be signed as a whole (SignedData) in place of the message's own signature. */
async function judgeInside(inside: Inside, lens: Lens): Promise<Judgement> {
  const signed = await lens.openSigned(inside.content);
  if (signed?.state === 'read') return judgeContent({ ...inside, content: signed.content }, signed, lens);
  const judgement = await judgeContent(inside, undefined, lens);
  return signed ? warned(judgement, signed.reason) : judgement;
}

async function judgeContent(inside: Inside, signed: Signed | undefined, lens: Lens): Promise<Judgement> {
  const { text, messages, warning } = readInside(inside.content);
  const verdicts = await Promise.all(messages.map((message) => verify(message, lens)));
  const own = verdicts.map(({ signature }) => signature);
  const signature = signed
    ? worst([asWhole(signed, messages), ...own.filter(({ state }) => state !== 'unsigned')])
    : worst(own);
  const first = messages[0];
  const judgement: Judgement = {
    opened: inside.opened,
    signature,
    inside: text,
    facts: [...inside.facts, ...(signed?.facts ?? []), ...verdicts.flatMap(({ facts }) => facts)],
    ...(first ? addressed(first) : { preview: previewOf(text) }),
  };
  if (warning !== undefined) return warned(judgement, warning);
  return first ? openContent(first, judgement, lens) : judgement;
}

function warned(judgement: Judgement, warning: string): Judgement {
  if (judgement.opened.state === 'opened') return { ...judgement, opened: { ...judgement.opened, warning } };
  return { ...judgement, facts: [...judgement.facts, { name: 'Warning', value: warning }] };
}

/** A good signature of somebody else than the message says is a forged message. */
function asWhole({ signature, signers }: Signed, messages: readonly Reading[]): Signature {
  const forged = messages.find(({ from }) => from !== undefined && !signers.includes(from));
  if (signature.state !== 'verified' || !forged) return signature;
  return { state: 'wrong', reason: `The message says that it is from ${forged.from}, but ${signature.by} signed it.` };
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
