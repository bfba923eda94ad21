import { z } from 'zod';
import { networkFields } from '../../../transports/network.ts';
import type { SocketIoAddress } from '../../../transports/socket-io.ts';
import { isJsonObject } from '../../argument.ts';
import { authorization, handshake, query, urlOf } from '../fields.ts';

/** One namespace of any Socket.IO server. */
export const settings = z.strictObject({
  url: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .refine((text) => serverOf(text) !== undefined, 'Write https://, http://, wss:// or ws:// and the host')
    .refine((text) => !urlOf(text)?.username && !urlOf(text)?.password, 'User and password belong in the header below')
    .meta({
      title: 'URL',
      description: 'The server. What follows “?” is sent with the handshake; a path is not: it has its own field.',
      placeholder: 'https://host:port',
    }),
  namespace: z
    .string()
    .trim()
    .regex(/^\//, 'A namespace begins with /')
    .max(1000)
    .default('/')
    .meta({ title: 'Namespace' }),
  generation: z
    .enum(['auto', '2', '4'])
    .default('auto')
    .meta({
      title: 'Socket.IO generation',
      labels: { auto: 'Find out', 2: '2', 4: '3 and 4' },
      section: handshake,
    }),
  path: z.string().trim().regex(/^\//, 'A path begins with /').max(1000).default('/socket.io').meta({
    title: 'Path',
    description: 'Where the server listens, the same for all namespaces.',
    section: handshake,
  }),
  query,
  authorization,
  auth: z
    .string()
    .trim()
    .max(100_000)
    .refine((text) => text === '' || isJsonObject(text), 'Write a JSON object, such as {"token": "…"}')
    .optional()
    .meta({
      title: 'Auth payload',
      description: 'A JSON object, given on joining the namespace. Servers of generation 2 do not take one.',
      secret: true,
      multiline: true,
      section: handshake,
    }),
  answerTimeout: z.number().min(0.1).max(3600).default(30).meta({
    title: 'Time to answer',
    description: 'After this long without acknowledgement an event counts as unanswered.',
    unit: 's',
  }),
  ...networkFields,
});
export type Settings = z.output<typeof settings>;

function serverOf(text: string): URL | undefined {
  const url = urlOf(text);
  return url?.pathname === '/' ? url : undefined;
}

export function addressOf(settings: Settings): SocketIoAddress {
  const url = new URL(settings.url);
  const { namespace, path, query, authorization, auth, generation } = settings;
  return {
    url: new URL(url.origin),
    namespace,
    path,
    query: Object.fromEntries([...url.searchParams, ...query.map(({ name, value }) => [name, value] as const)]),
    headers: authorization ? { Authorization: authorization } : {},
    generation: generation === 'auto' ? 'auto' : generation === '2' ? 2 : 4,
    ...(auth && { auth: JSON.parse(auth) as Record<string, unknown> }),
  };
}
