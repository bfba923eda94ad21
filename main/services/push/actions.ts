import { z } from 'zod';
import { argument, argumentForms } from '../argument.ts';
import type { Action } from '../service.ts';
import type { PushSession } from './session.ts';

const sendInput = z.strictObject({
  text: z.string().min(1).max(100_000).meta({ title: 'Text', multiline: true }),
  userUrn: z.string().trim().max(500).optional().meta({
    title: 'In the name of',
    description: 'A session’s urn. Left empty, the current one.',
    suggest: 'session',
  }),
});
export type SendInput = z.output<typeof sendInput>;

const channelInput = z.strictObject({
  channel: z.string().trim().min(1).max(1000).meta({
    title: 'Channel',
    description: 'A session’s urn is the name of its channel.',
    suggest: 'session',
  }),
});

const texts = z.array(z.string().trim().min(1).max(1000)).max(100).default([]);

const suggestInput = z.strictObject({
  text: z.string().max(10_000).meta({ title: 'Text', description: 'What has been typed so far.' }),
  repositories: texts.meta({ title: 'Repositories' }),
  suggestionsUrl: z.string().trim().max(2000).default('').meta({ title: 'Address of the suggestions' }),
  language: z.string().trim().max(50).default('').meta({ title: 'Language', placeholder: 'en' }),
  excluded: texts.meta({ title: 'Excluded' }),
});
export type SuggestInput = z.output<typeof suggestInput>;

const eventInput = z.strictObject({
  event: z.string().min(1).max(1000).meta({ title: 'Event' }),
  data: argument.optional().meta({ title: 'Data', kind: 'content', forms: argumentForms }),
});
export type EventInput = z.output<typeof eventInput>;

const nothing = z.strictObject({});

const action = <Input extends z.ZodObject>(action: Action<PushSession, Input>) => action;

export const actions = {
  send: action({
    title: 'Send',
    summary: 'Write to the channel, as a visitor would. The service confirms nothing.',
    input: sendInput,
    perform: (session, input) => session.send(input),
  }),
  'register-anew': action({
    title: 'Register anew',
    summary: 'Leave the present session for a new one. What is written to the old one is no longer received.',
    input: nothing,
    perform: (session) => session.registerAnew(),
  }),
  forget: action({
    title: 'Forget the session',
    summary: 'The next connection registers a new one.',
    input: nothing,
    perform: (session) => session.forget(),
  }),
  subscribe: action({
    title: 'Listen',
    summary: 'Receive what is published on a channel, such as an earlier session’s.',
    input: channelInput,
    perform: (session, { channel }) => session.subscribe(channel),
  }),
  unsubscribe: action({
    title: 'Stop listening',
    summary: 'Receive nothing more from a channel.',
    input: channelInput,
    perform: (session, { channel }) => session.unsubscribe(channel),
  }),
  'get-suggestions': action({
    title: 'Get suggestions',
    summary: 'Ask what the visitor may want to say. Not documented: the vendor’s widget does it.',
    input: suggestInput,
    perform: (session, input) => session.suggest(input),
  }),
  transmit: action({
    title: 'Transmit',
    summary: 'Send any event, without asking for an answer.',
    input: eventInput,
    perform: (session, input) => session.transmit(input),
  }),
  invoke: action({
    title: 'Invoke',
    summary: 'Send any event and ask for an answer.',
    input: eventInput,
    perform: (session, input) => session.invoke(input),
  }),
} as const;
