import { z } from 'zod';
import { isJson } from '../argument.ts';
import type { Action } from '../service.ts';
import { destinationName } from './management.ts';
import { address, produceInput } from './produce-input.ts';
import type { App2AppSession } from './session.ts';

const destinations = z.array(address).min(1).max(1000);

const destinationsInput = z.strictObject({
  destinations: destinations.meta({ title: 'Destinations', suggest: 'destination' }),
});
export type DestinationsInput = z.output<typeof destinationsInput>;

const commitInput = z.strictObject({
  count: z.int().min(1).max(100_000).default(1).meta({ title: 'Deliveries', description: 'The oldest ones first.' }),
});

const emitInput = z.strictObject({
  event: z.string().min(1).max(1000).meta({ title: 'Event' }),
  args: z
    .string()
    .refine((text) => text.trim().startsWith('[') && isJson(text), 'Write a JSON array, such as ["text", 1]')
    .default('[]')
    .meta({ title: 'Arguments', description: 'A JSON array, one element per argument.', language: 'json' }),
  acknowledge: z.boolean().default(false).meta({ title: 'Ask for an acknowledgement' }),
});
export type EmitInput = z.output<typeof emitInput>;

const createInput = z.strictObject({
  name: destinationName.meta({ title: 'Name', placeholder: 'orders' }),
  keys: z
    .enum(['managed', 'external'])
    .default('managed')
    .meta({
      title: 'Keys',
      labels: { managed: 'Managed by the service', external: 'Held by us (externally managed)' },
    }),
});

const removeInput = z.strictObject({ name: destinationName.meta({ title: 'Name' }) });
const nothing = z.strictObject({});

const action = <Input extends z.ZodObject>(action: Action<App2AppSession, Input>) => action;

export const actions = {
  produce: action({
    title: 'Produce',
    summary: 'Send a message from an own destination to another.',
    input: produceInput,
    perform: (session, input) => session.produce(input),
    preview: (session, input) => session.preview(input),
  }),
  subscribe: action({
    title: 'Subscribe',
    summary: 'Receive what is sent to own destinations.',
    input: destinationsInput,
    perform: (session, input) => session.subscribe(input),
  }),
  unsubscribe: action({
    title: 'Unsubscribe',
    summary: 'Not be subscribed again after the next reconnect. The service goes on delivering until then.',
    input: destinationsInput,
    perform: (session, input) => session.unsubscribe(input),
  }),
  commit: action({
    title: 'Commit',
    summary: 'Tell the service that deliveries are dealt with; only where they are committed by hand.',
    input: commitInput,
    perform: (session, { count }) => session.commit(count),
  }),
  'refresh-addressbook': action({
    title: 'Refresh addressbook',
    summary: 'Read all memberships and their destinations again.',
    input: nothing,
    perform: (session) => session.registrar.refreshAddressbook(),
  }),
  'list-destinations': action({
    title: 'List own destinations',
    summary: 'Read them from the management API.',
    input: nothing,
    perform: (session) => session.registrar.list(),
  }),
  'create-destination': action({
    title: 'Create destination',
    summary: 'Make an own destination through the management API.',
    input: createInput,
    perform: (session, { name, keys }) => session.registrar.create(name, keys),
  }),
  'remove-destination': action({
    title: 'Remove destination',
    summary: 'Remove an own destination through the management API.',
    input: removeInput,
    perform: (session, { name }) => session.registrar.remove(name),
  }),
  emit: action({
    title: 'Emit',
    summary: 'Send any event with any arguments.',
    input: emitInput,
    perform: (session, input) => session.emit(input),
  }),
} as const;
