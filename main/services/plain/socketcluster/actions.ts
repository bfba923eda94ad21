import { z } from 'zod';
import type { Argument } from '../../../../preload/contract/index.ts';
import { argumentForms, argumentValue, argument as dataArgument } from '../../argument.ts';
import type { Action } from '../../service.ts';
import type { SocketClusterSession } from './session.ts';

const event = z.string().min(1).max(1000).meta({ title: 'Event' });
const channel = z.string().min(1).max(1000).meta({ title: 'Channel', suggest: 'channel' });

/** An event has one piece of data, or none. */
const withData = (usual: boolean) => ({
  withData: z.boolean().default(usual).meta({ title: 'With data' }),
  data: dataArgument.optional().meta({
    title: 'Data',
    kind: 'content',
    forms: argumentForms,
    showWhen: { field: 'withData', oneOf: [true] },
  }),
});

/** What is sent for the two fields. */
export function dataOf({ withData, data }: { withData: boolean; data?: Argument | undefined }): unknown {
  return withData && data ? argumentValue(data) : undefined;
}

const transmitInput = z.strictObject({ event, ...withData(true) });
export type TransmitInput = z.output<typeof transmitInput>;

const publishInput = z.strictObject({
  channel,
  data: dataArgument.meta({ title: 'Data', kind: 'content', forms: argumentForms }),
  acknowledge: z.boolean().default(true).meta({ title: 'Ask for an acknowledgement' }),
});
export type PublishInput = z.output<typeof publishInput>;

const subscribeInput = z.strictObject({ channel, ...withData(false) });
export type SubscribeInput = z.output<typeof subscribeInput>;

const authenticateInput = z.strictObject({
  token: z.string().trim().max(100_000).default('').meta({
    title: 'Token',
    description: 'A JWT of this server. Empty: that of the profile.',
    multiline: true,
  }),
});

const answerInput = z.strictObject({
  number: z.int().min(1).meta({
    title: 'Number of the call',
    description: 'A call of the server offers it, with its number filled in.',
  }),
  as: z
    .enum(['data', 'error'])
    .default('data')
    .meta({ title: 'Answer with', labels: { data: 'Data', error: 'An error' } }),
  ...withData(true),
});
export type AnswerInput = z.output<typeof answerInput>;

const nothing = z.strictObject({});
const action = <Input extends z.ZodObject>(action: Action<SocketClusterSession, Input>) => action;

export const actions = {
  transmit: action({
    title: 'Transmit',
    summary: 'Send an event that is not answered.',
    input: transmitInput,
    perform: (session, input) => session.transmit(input),
  }),
  invoke: action({
    title: 'Invoke',
    summary: 'Send an event and wait for its answer.',
    input: transmitInput,
    perform: (session, input) => session.invoke(input),
  }),
  publish: action({
    title: 'Publish',
    summary: 'Send to everybody on a channel.',
    input: publishInput,
    perform: (session, input) => session.publish(input),
  }),
  subscribe: action({
    title: 'Subscribe',
    summary: 'Receive what is published on a channel, after every reconnect too.',
    input: subscribeInput,
    perform: (session, input) => session.subscribe(input),
  }),
  unsubscribe: action({
    title: 'Unsubscribe',
    summary: 'Receive no more of a channel.',
    input: z.strictObject({ channel }),
    perform: (session, input) => session.unsubscribe(input.channel),
  }),
  authenticate: action({
    title: 'Authenticate',
    summary: 'Log in with a token.',
    input: authenticateInput,
    perform: (session, { token }) => session.authenticate(token),
  }),
  deauthenticate: action({
    title: 'Deauthenticate',
    summary: 'Log out; the line stays open.',
    input: nothing,
    perform: (session) => session.deauthenticate(),
  }),
  answer: action({
    title: 'Answer',
    summary: 'Answer a call of the server.',
    input: answerInput,
    perform: (session, input) => session.answer(input),
  }),
} as const;
