import { z } from 'zod';
import { isJsonObject } from '../argument.ts';
import type { Action } from '../service.ts';
import { readMessage } from './message.ts';
import type { CloudonixSession } from './session.ts';
import { availabilities } from './settings.ts';

const attributes = (title: string) =>
  z
    .string()
    .max(1_000_000)
    .refine(isJsonObject, 'Write a JSON object, such as {"team": "support"}')
    .default('{}')
    .meta({ title, description: 'A JSON object of any properties.', language: 'json' });

const announceInput = z.strictObject({
  availability: z
    .enum(['available', 'busy', 'dnd', 'invisible'])
    .default('available')
    .meta({ title: 'Availability', labels: availabilities }),
  status: z.string().max(10_000).default('').meta({ title: 'Status text' }),
  attributes: attributes('Attributes'),
});
export type AnnounceInput = z.output<typeof announceInput>;

const createInput = z.strictObject({
  name: z.string().trim().min(1).max(10_000).meta({ title: 'Name' }),
  inviteToken: z.string().trim().max(1000).default('').meta({
    title: 'Invitation token',
    description: 'Must be unique. May be left out.',
    generate: 'uuid',
  }),
  attributes: attributes('Properties'),
});
export type CreateInput = z.output<typeof createInput>;

const sendInput = z.strictObject({
  message: z
    .string()
    .max(9_000_000)
    .refine((text) => readMessage(text) !== undefined, 'Write a JSON object with a type: {"type": "…"}')
    .default('{\n  "type": ""\n}')
    .meta({
      title: 'Message',
      description: 'A JSON object with a type. Without an id it is given one, so that answers can be told apart.',
      language: 'json',
    }),
});
export type SendInput = z.output<typeof sendInput>;

const nothing = z.strictObject({});

const action = <Input extends z.ZodObject>(action: Action<CloudonixSession, Input>) => action;

export const actions = {
  announce: action({
    title: 'Announce',
    summary: 'Tell the service our availability and status.',
    input: announceInput,
    perform: (session, input) => session.announce(input),
  }),
  unannounce: action({
    title: 'Unannounce',
    summary: 'Be invisible again.',
    input: nothing,
    perform: (session) => session.send({ type: 'unannounce' }, { action: 'unannounce', input: {} }),
  }),
  'create-channel': action({
    title: 'Create channel',
    summary: 'Make a channel for several subscribers. The service must answer with its invitation.',
    input: createInput,
    perform: (session, input) => session.createChannel(input),
  }),
  send: action({
    title: 'Send',
    summary: 'Send a message of any type, written as JSON.',
    input: sendInput,
    perform: (session, input) => session.send(input.message, { action: 'send', input }),
  }),
} as const;
