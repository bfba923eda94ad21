import type { Lens, Opening } from '../../keyring/lens.ts';
import type { Judgement } from '../service.ts';
import { envelopeOf, previewOf, type Reading } from './message.ts';

/**
 * The judgement on a message whose content the sender may have put into an envelope of its own (see outgoing.ts): then
 * that is opened too, and what was in it is what the message says. The signature is over the envelope.
 */
export async function openContent({ content }: Reading, judgement: Judgement, lens: Lens): Promise<Judgement> {
  const envelope = envelopeOf(content);
  if (envelope === undefined) return judgement;
  const opening = await lens.open(envelope);
  // The beginning of an envelope says nothing.
  const { preview: _, ...known } = judgement;
  const sealed = { name: 'Sealed content', value: 'The sender put the content into an envelope of its own.' };
  return { ...known, facts: [...known.facts, sealed, ...opening.facts], ...readOpening(opening) };
}

function readOpening(opening: Opening): Pick<Judgement, 'opened' | 'inside' | 'preview'> {
  switch (opening.state) {
    case 'locked':
      return { opened: { state: 'locked', needs: opening.needs } };
    case 'broken':
      return { opened: { state: 'broken', reason: opening.reason } };
    case 'opened': {
      const { by, content } = opening;
      const text = Buffer.from(content).toString('utf8');
      if (Buffer.compare(Buffer.from(text), content) === 0) {
        return { opened: { state: 'opened', by }, inside: text, preview: previewOf(text) };
      }
      const warning = 'The plaintext is not UTF-8 text.';
      return { opened: { state: 'opened', by, warning }, inside: text, preview: previewOf(content) };
    }
  }
}
