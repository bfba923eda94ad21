import { z } from 'zod';

/** A message of the server: `type`, and what belongs to it. */
export type ServerMessage = { type: string; [field: string]: unknown };

/** The documented values; `invisible` is who never announced. */
export const availability = z.enum(['invisible', 'available', 'dnd', 'busy']);
export type Availability = z.infer<typeof availability>;

/** The documented states of a message, in order. */
export const deliveryStates = ['stored', 'received', 'displayed', 'read'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

const text = z.string().min(1).max(1_000_000);
const id = z.string().min(1).max(1000);
const attributes = z.record(z.string(), z.json());

/**
 * What clients may send, by type. `announce`, `unannounce` and `create-channel` are documented
 * (developers.cloudonix.com, API.Messaging, client messages). The names of the others are assumed: that there are such
 * messages follows from the models and from the states of `delivery`.
 */
export const clientMessages = {
  announce: z.object({ status: z.string().optional(), availability, attributes: attributes.optional() }),
  unannounce: z.object({}),
  'create-channel': z.object({ name: text, 'invite-token': text.optional(), attributes: attributes.optional() }),
  'join-channel': z.object({ 'invite-token': text }),
  'leave-channel': z.object({ 'channel-id': id }),
  invite: z.object({ 'channel-id': id, subscriber: id }),
  'list-memberships': z.object({}),
  'list-subscribers': z.object({ 'channel-id': id }),
  'direct-message': z.object({ to: id, text }),
  'channel-message': z.object({ 'channel-id': id, text }),
  'report-delivery': z.object({ 'message-id': id, status: z.enum(['displayed', 'read']) }),
} as const;

export type ClientType = keyof typeof clientMessages;
export type ClientMessage<Type extends ClientType> = z.output<(typeof clientMessages)[Type]>;

/** Client messages that need a certain answer before anything unsolicited is sent. */
export const requiredAnswer: Partial<Record<ClientType, string>> = { 'create-channel': 'invitation' };

const envelope = z.looseObject({ type: z.string(), id: z.string().optional() });

/** What a client sent, as far as the service looks at it: undefined for all that it ignores. */
export function readEnvelope(text: unknown): { type: ClientType; id: string | undefined; fields: object } | undefined {
  const read = envelope.safeParse(parse(text));
  if (!read.success || !isClientType(read.data.type)) return undefined;
  const { type, id, ...fields } = read.data;
  return { type: read.data.type, id, fields };
}

function isClientType(type: string): type is ClientType {
  return Object.hasOwn(clientMessages, type);
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
