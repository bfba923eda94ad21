import { z } from 'zod';
import { networkFields } from '../../../transports/network.ts';
import type { SocketClusterAddress } from '../../../transports/socketcluster.ts';
import { authorization, handshake, query, urlOf } from '../fields.ts';

/** Any SocketCluster server. */
export const settings = z.strictObject({
  url: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .refine((text) => urlOf(text) !== undefined, 'Write wss://, ws://, https:// or http:// and the host')
    .refine((text) => !urlOf(text)?.password, 'A URL with a password would be shown: use the header below')
    .meta({
      title: 'URL',
      description: 'Without a path, /socketcluster/ is used. What follows “?” is sent with the handshake.',
      placeholder: 'wss://host/socketcluster/',
    }),
  protocolVersion: z
    .enum(['1', '2'])
    .default('2')
    .meta({
      title: 'Protocol version',
      labels: { 1: 'Version 1: servers up to SocketCluster 14', 2: 'Version 2: servers since SocketCluster 15' },
    }),
  subscribe: z.array(z.string().min(1).max(1000)).max(1000).default([]).meta({
    title: 'Subscribe on connecting',
    description: 'Channels; again after every reconnect.',
    suggest: 'channel',
  }),
  answerTimeout: z.number().min(0.1).max(3600).default(10).meta({
    title: 'Time to answer',
    description: 'After this long without an answer a call counts as unanswered.',
    unit: 's',
  }),
  query,
  authToken: z.string().trim().max(100_000).optional().meta({
    title: 'Token',
    description: 'A JWT of this server, given in the handshake.',
    secret: true,
    section: handshake,
  }),
  authorization,
  ...networkFields,
});
export type Settings = z.output<typeof settings>;

export function addressOf(settings: Settings): SocketClusterAddress {
  const { url, query, authorization, protocolVersion, authToken, answerTimeout } = settings;
  return {
    url: new URL(url),
    query: Object.fromEntries(query.map(({ name, value }) => [name, value] as const)),
    headers: authorization ? { Authorization: authorization } : {},
    protocolVersion: protocolVersion === '1' ? 1 : 2,
    ...(authToken && { authToken }),
    answerTimeout: answerTimeout * 1000,
  };
}
