import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { networkFields } from '../../transports/network.ts';
import type { SockJsAddress } from '../../transports/sockjs.ts';
import { messageType, messageTypes } from './catalogue.ts';
import { parsePath } from './json-path.ts';

const renewal = 'New tokens';
const line = 'Line';

/** RFC 6750, 2.1, leaves letters, digits and a few signs; here all that a header can carry without a space. */
export const bearerToken = z
  .string()
  .trim()
  .max(10_000)
  .regex(/^[\x21-\x7e]*$/, 'A token has no spaces and no letters beyond ASCII');

const headerValue = z
  .string()
  .max(10_000)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'A header value has no line breaks or control characters');

export const availabilities = {
  available: 'Available',
  busy: 'Busy',
  dnd: 'Do not disturb',
  invisible: 'Invisible',
} as const;

/** A subscriber on one API.Messaging service. */
export const settings = z.strictObject({
  url: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .refine((text) => urlOf(text) !== undefined, 'Write https:// (or http://), the host and the path')
    .refine((text) => !urlOf(text)?.password, 'A password has no place in this address')
    .meta({
      title: 'Base URL',
      description: 'Of the SockJS endpoint. No public page names it: ask Cloudonix.',
      placeholder: 'https://host.example/messaging',
    }),
  token: bearerToken.optional().meta({
    title: 'Bearer token',
    description: 'Without one, or when it is refused, a new one is fetched by the token command, or asked for.',
    secret: true,
  }),
  tokenPlace: z
    .enum(['header', 'query'])
    .default('header')
    .meta({
      title: 'Token goes into',
      labels: { header: 'the Authorization header', query: 'the query, as access_token' },
    }),
  announce: z
    .enum(['nothing', 'available', 'busy', 'dnd', 'invisible'])
    .default('nothing')
    .meta({
      title: 'Announce on connecting',
      description: 'Who announces nothing is invisible.',
      labels: { nothing: 'Nothing', ...availabilities },
    }),
  announceStatus: z
    .string()
    .max(10_000)
    .default('')
    .meta({
      title: 'Status text',
      showWhen: { field: 'announce', oneOf: Object.keys(availabilities) },
    }),
  transport: z
    .enum(['auto', 'websocket', 'xhr-streaming', 'xhr-polling', 'raw-websocket'])
    .default('auto')
    .meta({
      title: 'Transport',
      labels: {
        auto: 'Automatic',
        websocket: 'SockJS over WebSocket',
        'xhr-streaming': 'SockJS over XHR streaming',
        'xhr-polling': 'SockJS over XHR polling',
        'raw-websocket': 'Plain WebSocket at …/websocket',
      },
      section: line,
    }),
  answerTimeout: z.number().min(0.1).max(3600).default(30).meta({
    title: 'Time to answer',
    description: 'After this long without its acknowledgement or required answer a message counts as unanswered.',
    unit: 's',
    section: line,
  }),
  patience: z.number().min(0).max(3600).default(60).meta({
    title: 'Longest silence',
    description: 'After this long without even a heartbeat the line counts as dead; 0 waits forever.',
    unit: 's',
    section: line,
  }),
  tokenUrl: z
    .string()
    .trim()
    .max(2000)
    .refine((text) => text === '' || urlOf(text) !== undefined, 'Write https:// (or http://), the host and the path')
    .refine((text) => !urlOf(text)?.password, 'A password belongs into the Authorization header or the body')
    .default('')
    .meta({
      title: 'Token command: address',
      description: 'A request that answers with a new token. Without one you are asked for a token.',
      placeholder: 'https://host.example/subscribers/me/tokens',
      section: renewal,
    }),
  tokenMethod: z
    .enum(['POST', 'GET', 'PUT'])
    .default('POST')
    .meta({ title: 'Method', labels: { POST: 'POST', GET: 'GET', PUT: 'PUT' }, section: renewal }),
  tokenAuthorization: headerValue.trim().optional().meta({
    title: 'Authorization header',
    description: 'As it is to be sent, such as “Bearer …”.',
    secret: true,
    section: renewal,
  }),
  tokenHeaders: z
    .array(
      z.strictObject({
        name: z
          .string()
          .trim()
          .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'A header name has letters, digits and hyphens')
          .max(200)
          .meta({ title: 'Name' }),
        value: headerValue.meta({ title: 'Value' }),
      }),
    )
    .max(100)
    .default([])
    .meta({ title: 'Further headers', description: 'Saved and exported in clear.', section: renewal }),
  tokenBody: z.string().max(100_000).optional().meta({
    title: 'Body',
    description: 'Sent as JSON, if no header says otherwise; not with GET.',
    secret: true,
    multiline: true,
    section: renewal,
  }),
  tokenPath: z
    .string()
    .trim()
    .max(1000)
    .refine((text) => parsePath(text) !== undefined, 'Write names and indexes, such as data.tokens[0].value')
    .default('access_token')
    .meta({ title: 'Where the token is', description: 'Its path in the JSON of the answer.', section: renewal }),
  catalogue: z
    .array(messageType)
    .max(500)
    .default(messageTypes)
    .meta({
      title: 'Message types',
      description:
        'What the directory offers to compose: a message of a type with these fields, a JSON object. An answer is the ' +
        'type that the service must answer with before it sends anything unasked. Any other type can be sent too.',
      section: 'Message types',
    }),
  ...networkFields,
});
export type Settings = z.output<typeof settings>;

function urlOf(text: string): URL | undefined {
  if (!/^(wss?|https?):\/\/[^/]/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text.replace(/^ws/i, 'http'));
}

/** Throws a Refusal where it is none. */
function checkedUrl(text: string): URL {
  const url = urlOf(text);
  if (url) return url;
  const hint = 'Write https:// (or http://), the host and the path.';
  throw new Refusal({ code: 'settings', text: `${text} is no address.`, hint }, { retry: false });
}

/** RFC 6750, 2.1 and 2.3: which of the two the service takes is not public. */
export function addressOf(settings: Settings, token: string | undefined): SockJsAddress {
  const { tokenPlace, transport, patience } = settings;
  const url = checkedUrl(settings.url);
  if (token && tokenPlace === 'query') url.searchParams.set('access_token', token);
  return {
    url,
    transport,
    headers: token && tokenPlace === 'header' ? { Authorization: `Bearer ${token}` } : {},
    patience: patience * 1000,
  };
}

export const tokenAddress = ({ tokenUrl }: Pick<Settings, 'tokenUrl'>): URL => checkedUrl(tokenUrl);
