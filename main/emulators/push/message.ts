/** What the desk says, before it is given one of the forms that clients meet. */
export interface Speech {
  text: string;
  replies?: Reply[];
  /** Media type and address. */
  attachments?: { type: string; url: string }[];
}

/** What is shown, and what is sent when it is chosen. */
export interface Reply {
  title: string;
  payload?: string;
}

/** Who a message is about. */
export interface Envelope {
  id: number;
  to: string;
  channel: string;
}

export const desk = 'harbour-library';

/**
 * All forms in turn: as a channel driver of the courier kind posts it (everything present, replies as texts under
 * `metadata`, attachments as `type:address`), and as the widget's own page describes it (replies beside the text, as
 * texts or as objects, one attachment as an object).
 */
export function writeMessage(speech: Speech, envelope: Envelope): Record<string, unknown> {
  const hasPayloads = speech.replies?.some(({ payload }) => payload !== undefined) === true;
  if (hasPayloads || envelope.id % 2 === 0) return asWidget(speech, envelope);
  return asCourier(speech, envelope);
}

function asCourier({ text, replies, attachments }: Speech, { id, to, channel }: Envelope): Record<string, unknown> {
  return {
    id: String(id),
    text,
    to,
    to_no_plus: to.replace(/^\+/, ''),
    from: desk,
    from_no_plus: desk,
    channel,
    metadata: replies ? { quick_replies: replies.map(({ title }) => title) } : null,
    attachments: attachments ? attachments.map(({ type, url }) => `${type}:${url}`) : null,
  };
}

function asWidget({ text, replies, attachments = [] }: Speech, { id, to }: Envelope): Record<string, unknown> {
  const [first] = attachments;
  return {
    to,
    text,
    ...(replies && { quick_replies: replies.map((reply) => (id % 4 === 0 ? reply.title : asObject(reply))) }),
    ...(first && { attachment: { type: first.type.split('/')[0], payload: { title: text, src: first.url } } }),
    metadata: { tooltip: text.slice(0, 40) },
  };
}

const asObject = ({ title, payload }: Reply) => ({ title, payload: payload ?? title });
