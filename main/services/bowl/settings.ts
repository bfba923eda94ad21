import { z } from 'zod';
import { networkFields } from '../../transports/network.ts';
import type { SocketIoAddress } from '../../transports/socket-io.ts';
import { bowlV1, type Suite } from './suite.ts';

const keys = 'Keys and encryption';
const ownSuite = { field: 'encryption', oneOf: ['own'] };

/** An account on one Bowl server. */
export const settings = z.strictObject({
  server: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .refine((text) => serverOf(text) !== undefined, 'Write http:// or https://, the host and the port')
    .refine((text) => !serverOf(text)?.password, 'E-mail and password have their own fields')
    .meta({ title: 'Server', placeholder: 'https://bowl.example.com' }),
  prefix: z
    .string()
    .trim()
    .max(1000)
    .regex(/^[^?#\s]*$/, 'A path has no spaces, “?” or “#”')
    .overwrite((text) => text.replace(/^\/+|\/+$/g, '').replace(/^(?=.)/, '/'))
    .default('')
    .meta({
      title: 'API path prefix',
      description: 'The server’s API_TOKEN, which every path begins with. Saved and exported in clear.',
      placeholder: '/v1-3f9c',
    }),
  email: z
    .string()
    .trim()
    .max(320)
    .regex(/^[^\s@]+@[^\s@]+$/, 'This must be an e-mail address')
    .meta({ title: 'E-mail' }),
  password: z.string().min(1).max(1000).meta({ title: 'Password', secret: true }),
  publishKey: z.boolean().default(true).meta({
    title: 'Publish our key on connecting',
    description: 'Takes the place of the key of any other device on this account. When off, messages stay locked.',
    section: keys,
  }),
  privateKey: z.string().trim().max(20_000).optional().meta({
    title: 'Own private key',
    description: 'PKCS#8 as PEM, such as another client’s. When empty, one is made and kept like a secret.',
    secret: true,
    multiline: true,
    section: keys,
  }),
  encryption: z
    .enum(['bowl-v1', 'own'])
    .default('bowl-v1')
    .meta({
      title: 'Encryption to send with',
      description: 'All kinds are read, whatever is chosen here.',
      labels: { 'bowl-v1': 'bowl-v1, as the original client (weak)', own: 'Chosen below' },
      section: keys,
    }),
  rsa: z
    .enum(['pkcs1', 'oaep-sha256'])
    .default('pkcs1')
    .meta({
      title: 'To contacts',
      labels: { pkcs1: 'RSA PKCS#1 v1.5 (245 bytes)', 'oaep-sha256': 'RSA-OAEP, SHA-256 (190 bytes)' },
      showWhen: ownSuite,
      section: keys,
    }),
  groupKey: z
    .enum(['base64text', 'raw'])
    .default('base64text')
    .meta({
      title: 'Group keys are passed on',
      labels: { base64text: 'As their base64 text', raw: 'As their 32 bytes' },
      showWhen: ownSuite,
      section: keys,
    }),
  symmetric: z
    .enum(['cbc-fixed-iv', 'gcm-prefixed-iv'])
    .default('cbc-fixed-iv')
    .meta({
      title: 'To groups',
      labels: { 'cbc-fixed-iv': 'AES-256-CBC with a fixed IV', 'gcm-prefixed-iv': 'AES-256-GCM, IV before the text' },
      showWhen: ownSuite,
      section: keys,
    }),
  answerTimeout: z.number().min(0.1).max(600).default(5).meta({
    title: 'Time to acknowledge',
    description: 'After this long without an acknowledgement what was sent counts as unanswered.',
    unit: 's',
    section: 'Protocol',
  }),
  ...networkFields,
});
export type Settings = z.output<typeof settings>;

function serverOf(text: string): URL | undefined {
  return /^https?:\/\/[^/]/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

const pathOf = ({ server, prefix }: Settings) => new URL(server).pathname.replace(/\/+$/, '') + prefix;

/** `path` begins with a slash, and may have a query. */
export function apiUrl(settings: Settings, path: string): URL {
  return new URL(pathOf(settings) + path, settings.server);
}

/** The engine stands under the prefix too; the token is read from a header of the handshake and from nowhere else. */
export function socketIoAddress(settings: Settings, token: string): SocketIoAddress {
  return {
    url: new URL(new URL(settings.server).origin),
    namespace: '/',
    path: `${pathOf(settings)}/socket.io`,
    query: {},
    headers: { token },
    generation: 4,
  };
}

export function suiteOf({ encryption, rsa, groupKey, symmetric }: Settings): Suite {
  return encryption === 'bowl-v1' ? bowlV1 : { rsa, groupKey, symmetric };
}
