import { z } from 'zod';
import { networkFields } from '../../../transports/network.ts';
import type { WebSocketAddress } from '../../../transports/websocket.ts';
import { authorization, handshake, urlOf } from '../fields.ts';

const keeping = 'Line';

/** Of fields that say how long the frames of a message may be. */
export const frameLimit = z.int().min(1).max(1_000_000_000).optional();

/** Any WebSocket server. */
export const settings = z.strictObject({
  url: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .refine((text) => urlOf(text) !== undefined, 'Write wss://, ws://, https:// or http://, the host and the path')
    .refine((text) => !urlOf(text)?.username && !urlOf(text)?.password, 'User and password belong in the header below')
    .meta({ title: 'URL', description: 'With path and query.', placeholder: 'wss://host/path?query' }),
  protocols: z
    .array(
      z
        .string()
        .trim()
        .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'A subprotocol is a word of letters, digits, dots and hyphens')
        .max(200),
    )
    .max(50)
    .refine((names) => new Set(names).size === names.length, 'Name each subprotocol once')
    .default([])
    .meta({
      title: 'Subprotocols',
      description: 'Offered in this order; the server must choose one. With none, none is spoken.',
      section: handshake,
    }),
  authorization,
  secretQuery: z.string().trim().max(10_000).optional().meta({
    title: 'Secret part of the query',
    description: 'Added to the URL, such as “token=…”, for servers that look for it there.',
    secret: true,
    section: handshake,
  }),
  heartbeat: z.number().min(0).max(3600).default(30).meta({
    title: 'Heartbeat',
    description:
      'After this long without a word a ping is sent; after as long again the line counts as lost. 0: never.',
    unit: 's',
    section: keeping,
  }),
  answerTimeout: z.number().min(0.1).max(3600).default(10).meta({
    title: 'Time to answer',
    description: 'After this long without a pong a ping counts as unanswered.',
    unit: 's',
    section: keeping,
  }),
  frameLimit: frameLimit.meta({
    title: 'Largest frame',
    description: 'Longer messages are sent in fragments. Empty: every message in one frame.',
    unit: 'bytes',
    section: keeping,
  }),
  ...networkFields,
});
export type Settings = z.output<typeof settings>;

export function addressOf(settings: Settings): WebSocketAddress {
  const { protocols, authorization, secretQuery, heartbeat, frameLimit } = settings;
  const url = new URL(settings.url);
  if (secretQuery) url.search = url.search === '' ? secretQuery : `${url.search}&${secretQuery}`;
  return {
    url,
    protocols,
    headers: authorization ? { Authorization: authorization } : {},
    heartbeat: heartbeat * 1000,
    ...(frameLimit !== undefined && { frameLimit }),
  };
}
