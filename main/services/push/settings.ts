import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { networkFields } from '../../transports/network.ts';
import type { SocketClusterAddress } from '../../transports/socketcluster.ts';

const session = 'Session';

/** One channel of Push, as a visitor reaches it. `channelUUID` and `hostApi` are the vendor's query parameters. */
export const settings = z.strictObject({
  host: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .refine((text) => serverOf(text) !== undefined, 'Write a host, or wss:// and a host, with a port if it needs one')
    .meta({
      title: 'Socket host',
      description: 'Where the WebSocket server runs; with TLS, at port 443, unless it says otherwise.',
      placeholder: 'socket.push.al',
    }),
  channelUUID: z.string().trim().min(1).max(200).meta({
    title: 'Channel UUID',
    description: 'Of the external channel, as Push shows it.',
    placeholder: '37e3fde9-5a54-4d11-9adc-78629ffaa2e3',
  }),
  hostApi: z
    .url({ protocol: /^https?$/, error: 'Write https:// and the host' })
    .max(2000)
    .refine((text) => !URL.parse(text)?.password, 'A password has no place in this address')
    .meta({
      title: 'Host API URL',
      description: 'Where the WebSocket server takes what visitors write.',
      placeholder: 'https://new.push.al',
    }),
  sessionId: z.string().trim().max(500).default('').meta({
    title: 'Wanted session id',
    description: 'Asked for when a session is registered. Left empty, the server chooses.',
    section: session,
  }),
  answerTimeout: z.number().min(0.1).max(3600).default(10).meta({
    title: 'Time to answer',
    description: 'After this long without an answer a question counts as unanswered.',
    unit: 's',
    section: session,
  }),
  path: z
    .string()
    .trim()
    .max(1000)
    .regex(/^\/[^?#\s]*$/, 'A path begins with a slash')
    .default('/socketcluster/')
    .meta({ title: 'Path', section: session }),
  ...networkFields,
});
export type Settings = z.output<typeof settings>;

/** A bare host is reached with TLS, as the vendor's widget does on any page with TLS. */
function serverOf(host: string): URL | undefined {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(host) ? host : `wss://${host}`;
  if (!/^(wss?|https?):\/\/[^/]/i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address.replace(/^http/i, 'ws'));
  const bare = new URL(`${url.protocol}//${url.host}`);
  return url.href === bare.href ? bare : undefined;
}

/** Throws a Refusal. */
export function addressOf(settings: Settings, authToken: string | undefined): SocketClusterAddress {
  const { host, path, channelUUID, hostApi, answerTimeout } = settings;
  const server = serverOf(host);
  if (!server) throw new Refusal({ code: 'settings', text: `${host} is not a host` }, { retry: false });
  return {
    url: new URL(path, server),
    query: { channelUUID, hostApi },
    headers: {},
    // Servers of version 9 know no other; they let a client of protocol 2 in and then starve it of pings.
    protocolVersion: 1,
    ...(authToken !== undefined && { authToken }),
    answerTimeout: answerTimeout * 1000,
  };
}

/** Under which a urn is remembered: it belongs to its channel, and to the id that was wanted. */
export function memoryName({ channelUUID, sessionId }: Settings): string {
  return ['urn', channelUUID, sessionId].filter((part) => part !== '').join(' ');
}
