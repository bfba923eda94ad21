import { z } from 'zod';
import { networkFields } from '../../transports/network.ts';
import type { WebSocketAddress } from '../../transports/websocket.ts';
import { isJsonObject } from '../argument.ts';
import { dialable } from './address.ts';
import { readMessage } from './message.ts';

const who = 'Who logs in';
const byPassword = { field: 'login', oneOf: ['password'] };
const byHand = { field: 'login', oneOf: ['password', 'by-hand'] };
const opening = 'When it is open';
const protocol = 'Protocol';

const word = z.string().trim().max(1000).default('');

/** JSON text of an object, or nothing. */
export const infoText = z
  .string()
  .trim()
  .max(100_000)
  .refine((text) => text === '' || isJsonObject(text), 'Write a JSON object, such as {"cn":"John"}, or nothing');

const mapping = z.strictObject({
  prefix: z.string().trim().startsWith('conn:', 'Begin with conn:').max(1000).meta({ title: 'Begins with' }),
  base: z
    .string()
    .trim()
    .regex(/^wss?:\/\/./, 'Write ws:// or wss:// and a host')
    .max(1000)
    .meta({ title: 'Stands for' }),
});

/** A message that says what it is. */
export const messageText = z
  .string()
  .trim()
  .refine((text) => isJsonObject(text), 'Write a JSON object')
  .refine((text) => !isJsonObject(text) || readMessage(text) !== undefined, 'A message has "mt", its type');

/** An app object at a PBX, or a user or app at an app service. */
export const settings = z
  .strictObject({
    url: z
      .string()
      .trim()
      .max(2000)
      .regex(/^(wss?|https?|conn):[^\s]+$/i, 'Write wss://, https:// or conn:, the host and the path')
      .refine((text) => !URL.canParse(text) || new URL(text).password === '', 'The password has its own field')
      .meta({
        title: 'Address',
        description: 'The PBX, or an app. For an app: its URL without the last part.',
        placeholder: 'wss://pbx.example.com/PBX0/APPS/websocket',
      }),
    login: z
      .enum(['password', 'through', 'by-hand'])
      .default('password')
      .meta({
        title: 'Log in',
        labels: {
          password: 'With a password',
          through: 'Through another profile, a PBX',
          'by-hand': 'By hand: ask me with the challenge',
        },
      }),
    password: z
      .string()
      .max(10_000)
      .optional()
      .meta({ title: 'Password', secret: true, needed: true, showWhen: byPassword }),
    through: z
      .string()
      .optional()
      .meta({
        title: 'PBX',
        description: 'Its connection gets the login from the PBX, and is opened by itself.',
        profiles: ['appwebsocket'],
        needed: true,
        showWhen: { field: 'login', oneOf: ['through'] },
      }),
    service: word.meta({
      title: 'Name of the service',
      description: 'SIP name of its app object, as the PBX lists it.',
      needed: true,
      placeholder: 'echo@example.com',
      suggest: 'service',
      showWhen: { field: 'login', oneOf: ['through'] },
    }),
    app: word.meta({
      title: 'App',
      description: 'At a PBX the name of the app object; at an app its name without .htm. Empty for a user.',
      showWhen: byHand,
      section: who,
    }),
    domain: word.meta({ title: 'Domain', placeholder: 'example.com', showWhen: byHand, section: who }),
    sip: word.meta({ title: 'SIP name', placeholder: 'john.doe', showWhen: byHand, section: who }),
    guid: word.meta({ title: 'GUID', description: '32 hexadecimal digits.', showWhen: byHand, section: who }),
    dn: word.meta({ title: 'Display name', showWhen: byHand, section: who }),
    pbxObj: word.meta({
      title: 'PBX object',
      description: 'Goes with the login; not part of the digest.',
      section: who,
    }),
    info: infoText.default('').meta({
      title: 'Info',
      description: 'A JSON object. Nothing here is something else than {}: the digest knows the difference.',
      language: 'json',
      showWhen: byHand,
      section: who,
    }),
    subscribeServices: z.boolean().default(false).meta({
      title: 'List the services of the PBX',
      description: 'The app object needs Services ticked.',
      section: opening,
    }),
    presence: z.array(z.string().trim().min(1).max(1000)).max(200).default([]).meta({
      title: 'Presence of',
      description: 'SIP names, or numbers.',
      suggest: 'presence',
      section: opening,
    }),
    greetings: z.array(messageText).max(100).default([]).meta({
      title: 'Send then',
      description: 'Messages as JSON, each time the connection opens: {"mt":"Join","api":"Chat"}.',
      section: opening,
    }),
    keepAlive: z.int().min(0).max(3600).default(0).meta({
      title: 'Keep-alive',
      description: 'Seconds without traffic until a KeepAlive is sent; 0 for never. Vendor programs use 60.',
      unit: 's',
      section: protocol,
    }),
    heartbeat: z.number().min(0).max(3600).default(30).meta({
      title: 'Heartbeat',
      description:
        'Seconds of silence until a WebSocket ping is sent, and again until the line counts as dead; 0 for never.',
      unit: 's',
      section: protocol,
    }),
    flowControl: z.boolean().default(false).meta({
      title: 'Flow control',
      description: 'One message is outstanding at a time; “Complete” releases the next.',
      section: protocol,
    }),
    frameLimit: z.int().min(125).max(100_000_000).default(16_384).meta({
      title: 'Largest frame',
      description: 'Longer messages are sent in fragments. The vendor’s own client takes 16,384 bytes.',
      unit: 'bytes',
      section: protocol,
    }),
    announce: z.boolean().default(false).meta({
      title: 'Say who asks for the challenge',
      description: 'Adds appObj and user to AppChallenge, as version 16 does.',
      section: protocol,
    }),
    answerTimeout: z.number().min(0.1).max(3600).default(30).meta({
      title: 'Time to answer',
      description: 'After this long a request counts as unanswered.',
      unit: 's',
      section: protocol,
    }),
    mappings: z.array(mapping).max(100).default([]).meta({
      title: 'conn: addresses',
      description: 'What the beginning of such an address stands for. Nobody outside an App Platform can know it.',
      section: protocol,
    }),
    ...networkFields,
  })
  .superRefine(({ login, password, through, service }, problems) => {
    if (login === 'password' && password === undefined) {
      problems.addIssue({ code: 'custom', path: ['password'], message: 'This is needed' });
    }
    if (login === 'through' && !through) {
      problems.addIssue({ code: 'custom', path: ['through'], message: 'Choose the profile of the PBX' });
    }
    if (login === 'through' && service === '') {
      problems.addIssue({ code: 'custom', path: ['service'], message: 'This is needed' });
    }
  });
export type Settings = z.output<typeof settings>;

/** Throws a Refusal where the URL is a `conn:` that is not mapped. */
export function addressOf({ url, mappings, heartbeat, frameLimit }: Settings): WebSocketAddress {
  return { url: dialable(url, mappings), protocols: [], headers: {}, heartbeat: heartbeat * 1000, frameLimit };
}
