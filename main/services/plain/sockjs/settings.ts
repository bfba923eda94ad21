import { z } from 'zod';
import { networkFields } from '../../../transports/network.ts';
import type { SockJsAddress } from '../../../transports/sockjs.ts';
import { handshake, urlOf } from '../fields.ts';

/** Any SockJS server. */
export const settings = z.strictObject({
  url: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .refine((text) => urlOf(text) !== undefined, 'Write https:// or http://, the host and the path')
    .refine((text) => !urlOf(text)?.username && !urlOf(text)?.password, 'User and password have no place in this URL')
    .meta({
      title: 'Base URL',
      description: 'Where the server answers with “/info” after it. What follows “?” is sent with every request.',
      placeholder: 'https://host/path',
    }),
  transport: z
    .enum(['auto', 'websocket', 'xhr-streaming', 'xhr-polling', 'raw-websocket'])
    .default('auto')
    .meta({
      title: 'Transport',
      labels: {
        auto: 'The first that opens: WebSocket, HTTP streaming, HTTP polling',
        websocket: 'WebSocket',
        'xhr-streaming': 'HTTP streaming',
        'xhr-polling': 'HTTP polling',
        'raw-websocket': 'Raw WebSocket: the server’s “/websocket”, without SockJS framing',
      },
    }),
  token: z.string().trim().max(10_000).optional().meta({
    title: 'Token',
    description: 'Sent with every request, if there is one.',
    secret: true,
    section: handshake,
  }),
  tokenPlace: z
    .enum(['bearer', 'header', 'query'])
    .default('bearer')
    .meta({
      title: 'Token goes into',
      labels: {
        bearer: 'the Authorization header, after “Bearer”',
        header: 'the Authorization header, as it is',
        query: 'the query, as access_token',
      },
      section: handshake,
    }),
  patience: z.number().min(0).max(3600).default(60).meta({
    title: 'Longest silence',
    description: 'After this long without a word the line counts as lost. Servers usually beat every 25 s. 0: never.',
    unit: 's',
    section: 'Line',
  }),
  ...networkFields,
});
export type Settings = z.output<typeof settings>;

export function addressOf({ url: text, transport, token, tokenPlace, patience }: Settings): SockJsAddress {
  const url = new URL(text);
  const headers: Record<string, string> = {};
  // RFC 6750, 2.3 and 2.1.
  if (token && tokenPlace === 'query') url.searchParams.set('access_token', token);
  else if (token) headers.Authorization = tokenPlace === 'bearer' ? `Bearer ${token}` : token;
  return { url, transport, headers, patience: patience * 1000 };
}
