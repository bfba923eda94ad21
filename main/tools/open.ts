import { z } from 'zod';
import type { Fact, Signature, ToolResult } from '../../preload/contract/index.ts';
import type { SignedOpening } from '../keyring/signed.ts';
import { plainContent, textOrBytes } from './content.ts';
import { bytesOutput, tool } from './tool.ts';

const input = z.strictObject({
  envelope: plainContent.meta({
    title: 'Envelope',
    description: 'PEM, base64, S/MIME, or a file. The key is found in the keyring by its recipients.',
    kind: 'content',
    forms: ['text', 'binary'],
  }),
});

const none: Signature = { state: 'none' };

/** Opens an envelope, or reads what is only signed. */
export const open = tool({
  title: 'Open an envelope',
  summary: 'Opens CMS (PKCS#7) with whichever key of the keyring it is sealed for, and checks what is signed.',
  input,
  async run({ envelope }, { lens }) {
    const given = textOrBytes(envelope);
    const alone = await lens.openSigned(given);
    if (alone) return signedResult(alone, [], { state: 'plain' });
    const opening = await lens.open(given);
    const { facts } = opening;
    switch (opening.state) {
      case 'opened': {
        const opened = { state: 'opened', by: opening.by } as const;
        const inside = await lens.openSigned(opening.content);
        if (inside) return signedResult(inside, facts, opened);
        return {
          text: `Opened with ${opening.by}.`,
          output: bytesOutput(opening.content),
          opened,
          signature: none,
          facts,
        };
      }
      case 'locked': {
        const opened = { state: 'locked', needs: opening.needs } as const;
        return { text: 'The key that opens this is not in the keyring.', opened, signature: none, facts };
      }
      case 'broken': {
        const { reason } = opening;
        return { text: reason, opened: { state: 'broken', reason }, signature: none, facts };
      }
    }
  },
});

function signedResult(signed: SignedOpening, before: Fact[], opened: ToolResult['opened']): ToolResult {
  const facts = [...before, ...signed.facts];
  const how = opened.state === 'opened' ? `Opened with ${opened.by}. What is inside` : 'It';
  if (signed.state === 'broken') {
    const { reason } = signed;
    return { text: reason, opened, signature: { state: 'signer-unknown', reason }, facts };
  }
  const { content, signature } = signed;
  const text = `${how} is signed: ${words[signature.state]}.`;
  return { text, output: bytesOutput(content), opened, signature, facts };
}

const words: Readonly<Record<Signature['state'], string>> = {
  none: 'by nobody',
  pending: 'not checked yet',
  verified: 'the signature holds',
  wrong: 'the signature is wrong',
  unsigned: 'by nobody',
  'signer-unknown': 'its signer is unknown',
};
