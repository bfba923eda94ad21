import { z } from 'zod';
import type { Offer } from '../../../preload/contract/index.ts';
import { isJsonObject } from '../argument.ts';

/** A type of message, as the profile knows it. */
export const messageType = z.strictObject({
  type: z.string().trim().min(1).max(200).meta({ title: 'Type' }),
  direction: z
    .enum(['out', 'in'])
    .default('out')
    .meta({ title: 'Sent by', labels: { out: 'Us', in: 'The service' } }),
  basis: z
    .enum(['documented', 'assumed'])
    .default('assumed')
    .meta({ title: 'Basis', labels: { documented: 'Documented', assumed: 'Assumed' } }),
  answer: z.string().trim().max(200).default('').meta({ title: 'Answer' }),
  note: z.string().max(1000).default('').meta({ title: 'Note' }),
  fields: z
    .string()
    .max(10_000)
    .refine(isJsonObject, 'Write a JSON object, such as {"text": ""}')
    .default('{}')
    .meta({ title: 'Fields', language: 'json' }),
});
export type MessageType = z.output<typeof messageType>;

const model = 'Follows from the vendor’s models; its name and fields are our guess.';

/** Documented by developers.cloudonix.com (API.Messaging, client messages and server messages), or guessed. */
export const messageTypes: MessageType[] = [
  out('announce', { status: '', availability: 'available', attributes: {} }, 'documented', 'Tells our presence.'),
  out('unannounce', {}, 'documented', 'Back to invisible.'),
  {
    ...out(
      'create-channel',
      { name: '', 'invite-token': '', attributes: {} },
      'documented',
      'The token may be left out.',
    ),
    answer: 'invitation',
  },
  out('join-channel', { 'invite-token': '' }, 'assumed', 'An invitation token must be good for something.'),
  out('leave-channel', { 'channel-id': '' }, 'assumed', model),
  out('invite', { 'channel-id': '', subscriber: '' }, 'assumed', 'Documented is only what is received: an invitation.'),
  out('list-memberships', {}, 'assumed', model),
  out('list-subscribers', { 'channel-id': '' }, 'assumed', model),
  out('direct-message', { to: '', text: '' }, 'assumed', 'That there are direct messages is documented with delivery.'),
  out('channel-message', { 'channel-id': '', text: '' }, 'assumed', 'As direct-message.'),
  out('report-delivery', { 'message-id': '', status: 'read' }, 'assumed', 'The states of delivery are documented.'),
  from('ack', { id: '', 'reply-to': '', status: true }, 'documented', 'One for each message, in their order.'),
  from('delivery', { 'message-id': '', status: 'stored' }, 'documented', 'stored, received, displayed, read'),
  from('invitation', { 'channel-id': '', name: '' }, 'documented', 'There are further fields that are not public.'),
  from('memberships', { memberships: [] }, 'assumed', model),
  from('subscribers', { 'channel-id': '', subscribers: [] }, 'assumed', model),
  from('direct-message', { 'message-id': '', from: '', text: '' }, 'assumed', model),
  from('channel-message', { 'message-id': '', 'channel-id': '', from: '', text: '' }, 'assumed', model),
];

function out(type: string, fields: object, basis: MessageType['basis'], note: string): MessageType {
  return { type, direction: 'out', fields: JSON.stringify(fields), answer: '', basis, note };
}

function from(type: string, fields: object, basis: MessageType['basis'], note: string): MessageType {
  return { ...out(type, fields, basis, note), direction: 'in' };
}

/** The message types of a profile: what is known of each, and the messages that can be composed of them. */
export class Catalogue {
  readonly types: readonly MessageType[];
  readonly #fields: Map<MessageType, [name: string, value: unknown][]>;
  readonly #answers: Map<string, string>;
  readonly #received: Set<string>;

  constructor(types: readonly MessageType[]) {
    this.types = types;
    const sent = types.filter(({ direction }) => direction === 'out');
    this.#fields = new Map(sent.map((each) => [each, Object.entries(JSON.parse(each.fields) as object)]));
    this.#answers = new Map(sent.map(({ type, answer }) => [type, answer]));
    this.#received = new Set(types.flatMap(({ direction, type }) => (direction === 'in' ? [type] : [])));
  }

  /** Whether the service is known to send it. */
  knows(type: string): boolean {
    return this.#received.has(type);
  }

  /** Type of the answer that a message must be given, if one must. */
  requiredAnswer(type: string): string | undefined {
    return this.#answers.get(type) || undefined;
  }

  /** Composes the type; those that the service sends cannot be. */
  offers(type: MessageType): Offer[] {
    const fields = this.#fields.get(type);
    return fields ? [offer('Compose', type.type, fields)] : [];
  }

  /** Composes each type that has one of the `keys` among its fields, with the `values` that it has room for. */
  offersWith(keys: readonly string[], values: ReadonlyMap<string, string>): Offer[] {
    const offers: Offer[] = [];
    for (const [{ type }, fields] of this.#fields) {
      if (!fields.some(([name]) => keys.includes(name) && values.has(name))) continue;
      offers.push(
        offer(
          type,
          type,
          fields.map(([name, value]) => [name, values.get(name) ?? value]),
        ),
      );
    }
    return offers;
  }
}

function offer(label: string, type: string, fields: readonly (readonly [string, unknown])[]): Offer {
  const message = JSON.stringify(Object.fromEntries([['type', type], ...fields]), null, 2);
  return { label, action: 'send', input: { message }, how: 'compose' };
}
