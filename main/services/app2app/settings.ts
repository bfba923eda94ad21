import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { networkFields } from '../../transports/network.ts';
import type { SocketIoAddress } from '../../transports/socket-io.ts';

const manualOnly = { field: 'auto_commit', oneOf: [false] };
const tuning = 'Delivery';
const management = 'Management API';

/** An account on one App2App runtime. The names with underscores are the vendor's query parameters. */
export const settings = z.strictObject({
  endpoint: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .refine(
      (text) => endpointOf(text) !== undefined,
      'Write wss:// or https://, the host and the path, as the dashboard shows it',
    )
    .refine((text) => !endpointOf(text)?.password, 'User and password have their own fields')
    .meta({
      title: 'Endpoint',
      description: 'As the service’s dashboard shows it. The path is the Socket.IO namespace.',
      placeholder: 'wss://host.kaleido.io/api/v1',
    }),
  user: z.string().trim().min(1).max(1000).meta({ title: 'App credential user' }),
  password: z.string().min(1).max(10_000).meta({ title: 'App credential password', secret: true }),
  subscribe: z.array(z.string().trim().min(1).max(1000)).max(1000).default([]).meta({
    title: 'Subscribe on connecting',
    description: 'Own destinations, as kld:// addresses; again after every reconnect.',
    suggest: 'destination',
  }),
  dialect: z
    .enum(['auto', 'headers', 'flat'])
    .default('auto')
    .meta({
      title: 'Dialect to send',
      description: 'Both are read, whatever is chosen here.',
      labels: {
        auto: 'Automatic (headers)',
        headers: 'headers: from and to inside headers',
        flat: 'flat: from and to beside the content',
      },
      section: 'Protocol',
    }),
  generation: z
    .enum(['auto', '2', '4'])
    .default('auto')
    .meta({
      title: 'Socket.IO generation',
      labels: { auto: 'Automatic (asks the server)', '2': 'Version 2', '4': 'Versions 3 and 4' },
      section: 'Protocol',
    }),
  authorization: z
    .enum(['basic', 'bare'])
    .default('basic')
    .meta({
      title: 'Authorization header',
      labels: { basic: 'Basic and base64', bare: 'base64 alone' },
      section: 'Protocol',
    }),
  answerTimeout: z.number().min(0.1).max(3600).default(30).meta({
    title: 'Time to answer',
    description: 'After this long without acknowledgement or delivery report a message counts as unanswered.',
    unit: 's',
    section: 'Protocol',
  }),
  auto_commit: z.boolean().default(true).meta({
    title: 'Commit automatically',
    description: 'When off, every delivery must be committed by hand.',
    section: tuning,
  }),
  read_ahead: z.int().min(1).max(100_000).default(1).meta({
    title: 'Read ahead',
    description: 'Deliveries that may arrive before the first of them is committed.',
    showWhen: manualOnly,
    section: tuning,
  }),
  batch_size: z.int().min(1).max(100_000).default(1).meta({
    title: 'Batch size',
    description: 'Messages sealed in one envelope; managed destinations only.',
    section: tuning,
  }),
  batch_timeout: z.int().min(0).max(3_600_000).default(250).meta({
    title: 'Batch timeout',
    description: 'How long a batch may wait to be filled.',
    unit: 'ms',
    section: tuning,
  }),
  managementUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .default('https://console.kaleido.io/api/v1')
    .meta({
      title: 'Address',
      section: management,
    }),
  runtimeId: z.string().trim().max(200).default('').meta({
    title: 'Runtime id',
    description: 'With it and an API key, own destinations are listed, created and removed.',
    section: management,
  }),
  apiKey: z.string().trim().max(10_000).optional().meta({ title: 'API key', secret: true, section: management }),
  ...networkFields,
});
export type Settings = z.output<typeof settings>;

function endpointOf(text: string): URL | undefined {
  if (!/^(wss?|https?):\/\/[^/]/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}

/** The endpoint with `http` for `ws`. Throws a Refusal. */
export function endpoint({ endpoint }: Settings): URL {
  const url = endpointOf(endpoint);
  if (url) return new URL(url.href.replace(/^ws/, 'http'));
  throw new Refusal(
    {
      code: 'settings',
      text: `${endpoint} is not an endpoint`,
      hint: 'Write wss:// or https://, the host and the path.',
    },
    { retry: false },
  );
}

/** The namespace is the endpoint's path, `/api/v1` where it has none. */
export function namespaceOf(url: URL): string {
  return url.pathname.replace(/\/+$/, '') || '/api/v1';
}

/** Value of the `Authorization` header. The vendor's page names no scheme, its samples use Basic. */
export function authorizationOf({ user, password, authorization }: Settings): string {
  const pair = Buffer.from(`${user}:${password}`).toString('base64');
  return authorization === 'basic' ? `Basic ${pair}` : pair;
}

export function socketIoAddress(settings: Settings): SocketIoAddress {
  const url = endpoint(settings);
  const { auto_commit, read_ahead, batch_size, batch_timeout, generation } = settings;
  return {
    url: new URL(url.origin),
    namespace: namespaceOf(url),
    path: '/socket.io',
    query: {
      ...Object.fromEntries(url.searchParams),
      auto_commit: String(auto_commit),
      ...(!auto_commit && { read_ahead: String(read_ahead) }),
      batch_size: String(batch_size),
      batch_timeout: String(batch_timeout),
    },
    headers: { Authorization: authorizationOf(settings) },
    generation: generation === 'auto' ? 'auto' : generation === '2' ? 2 : 4,
  };
}
