import { z } from 'zod';
import { own } from '../../own.ts';
import { isJsonObject } from '../argument.ts';
import type { Action, Performed } from '../service.ts';
import type { AppwebsocketSession } from './session.ts';
import { messageText } from './settings.ts';

const word = z.string().trim().max(1000);
const answered = z
  .boolean()
  .default(true)
  .meta({ title: 'Expect a result', description: 'Named like the request, with Result behind it.' });
/** A longer one would leave the session key out of what encrypts. */
const seed = z.string().min(1).max(150);
const data = z.string().max(1_000_000);

const reserved = ['mt', 'api', 'src'];

const sendInput = z.strictObject({
  mt: word.min(1).max(200).meta({ title: 'Type (mt)', placeholder: 'AppInfo' }),
  api: word.default('').meta({ title: 'API', placeholder: 'PbxApi' }),
  src: word
    .default('')
    .meta({ title: 'Source (src)', description: 'Ties the result to it; filled in when left empty.' }),
  rest: z
    .string()
    .trim()
    .max(10_000_000)
    .refine((text) => isJsonObject(text), 'Write a JSON object, such as {"sip":"john.doe"}')
    .refine(
      (text) => !isJsonObject(text) || !reserved.some((name) => own(JSON.parse(text), name) !== undefined),
      'mt, api and src have their own fields',
    )
    .default('{}')
    .meta({ title: 'Other fields', language: 'json' }),
  answered,
});
export type SendInput = z.output<typeof sendInput>;

const sendEncryptedInput = z.strictObject({
  message: messageText.meta({
    title: 'Message',
    description:
      'Write {"encrypted": "plain text"} for each text that is to be encrypted. The seed goes into the field "seed" beside it, or into the one that you name: {"encrypted": "…", "seedIn": "textSeed"}. A seed that stands there already is used.',
    placeholder: '{"mt":"Echo","api":"Chat","encrypted":{"encrypted":"plain text"}}',
    language: 'json',
  }),
  answered,
});
export type SendEncryptedInput = z.output<typeof sendEncryptedInput>;

const freshSeed = seed.optional().meta({
  title: 'Seed',
  description: 'A fresh one when left empty. No seed may be used twice with one session key.',
  generate: 'uuid',
});
const encryptInput = z.strictObject({ data: data.meta({ title: 'Text', multiline: true }), seed: freshSeed });
const decryptInput = z.strictObject({
  data: data.trim().meta({ title: 'Encrypted text', description: 'Hexadecimal digits.', multiline: true }),
  seed: z.string().min(1).max(1000).meta({ title: 'Seed', description: 'The sender’s; often in a field beside it.' }),
});

const whose = word.min(1).meta({ title: 'Whose', suggest: 'presence', placeholder: 'SIP name or number' });
const whoseInput = z.strictObject({ who: whose });

const setPresenceInput = z.strictObject({
  who: word.min(1).meta({ title: 'Whose', suggest: 'presence', placeholder: 'SIP name or GUID' }),
  contact: word.default('im:').meta({ title: 'Contact', description: 'tel: for the phone, im: for messages.' }),
  activity: word.default('').meta({ title: 'Activity', placeholder: 'busy', description: 'Empty for available.' }),
  note: word.default('').meta({ title: 'Note' }),
});

const serviceLoginInput = z.strictObject({
  app: word.min(1).meta({ title: 'Service', suggest: 'service', placeholder: 'echo@example.com' }),
  challenge: word.min(1).meta({ title: 'Challenge', description: 'That of the service, not of the PBX.' }),
  pbxObj: word.default('').meta({ title: 'PBX object' }),
});

const flowInput = z.strictObject({
  on: z.boolean().default(true).meta({ title: 'One message at a time' }),
});
const completeInput = z.strictObject({
  count: z.int().min(1).max(100_000).default(1).meta({ title: 'Messages', description: 'The outstanding one first.' }),
});
const nothing = z.strictObject({});

const action = <Input extends z.ZodObject>(action: Action<AppwebsocketSession, Input>) => action;

export const actions = {
  send: action({
    title: 'Send',
    summary: 'Send any message.',
    input: sendInput,
    perform: (session, input) => session.send(input),
  }),
  'send-encrypted': action({
    title: 'Send encrypted',
    summary: 'Send a message with texts that only the other end can read.',
    input: sendEncryptedInput,
    perform: (session, input) => session.sendEncrypted(input),
  }),
  encrypt: action({
    title: 'Encrypt',
    summary: 'Encrypt a text with the session key. Nothing is sent.',
    input: encryptInput,
    perform: ({ tools }, { data, seed }) => tools.encrypt(data, seed),
  }),
  decrypt: action({
    title: 'Decrypt',
    summary: 'Open an encrypted text with the session key; an entry that has it shows what is inside.',
    input: decryptInput,
    perform: ({ tools }, { data, seed }) => tools.decrypt(data, seed),
  }),
  hash: action({
    title: 'Hash',
    summary: 'Hash a text with the session key. Nothing is sent.',
    input: encryptInput,
    perform: ({ tools }, { data, seed }) => tools.hash(data, seed),
  }),
  'subscribe-services': action({
    title: 'List services',
    summary: 'Ask the PBX for its services, and to be told of changes.',
    input: nothing,
    perform: ({ pbx }) => pbx.subscribeServices(),
  }),
  'get-service-login': action({
    title: 'Get a login',
    summary: 'Ask the PBX for a login at a service, made for the challenge of that service.',
    input: serviceLoginInput,
    perform: ({ pbx }, input) => pbx.getServiceLogin(input),
  }),
  'subscribe-presence': action({
    title: 'Watch presence',
    summary: 'Be told of somebody’s presence, also after a reconnect.',
    input: whoseInput,
    perform: ({ pbx }, { who }) => pbx.subscribePresence(who),
  }),
  'unsubscribe-presence': action({
    title: 'Stop watching',
    summary: 'Not be told of somebody’s presence any more.',
    input: whoseInput,
    perform: ({ pbx }, { who }) => pbx.unsubscribePresence(who),
  }),
  'set-presence': action({
    title: 'Set presence',
    summary: 'Change somebody’s presence.',
    input: setPresenceInput,
    perform: ({ pbx }, input) => pbx.setPresence(input),
  }),
  'flow-control': action({
    title: 'Flow control',
    summary: 'Take one message at a time, as an app with flow control does. Off completes all.',
    input: flowInput,
    perform: ({ flow }, { on }): Performed => {
      flow.set(on);
      return { entry: null, text: on ? 'One message at a time.' : 'Off; nothing is queued.' };
    },
  }),
  complete: action({
    title: 'Complete',
    summary: 'Say that the outstanding message is dealt with; the next is released.',
    input: completeInput,
    perform: ({ flow }, { count }): Performed => ({ entry: null, text: flow.complete(count) }),
  }),
  'keep-alive': action({
    title: 'Keep alive',
    summary: 'Send a KeepAlive. It is not known whether servers answer one.',
    input: nothing,
    perform: (session) => session.keepAlive(),
  }),
} as const;
