import { z } from 'zod';

const section = 'Network and TLS';

/** Header names are tokens (RFC 9110, 5.1); values are what node:http lets through, so no line breaks. */
const header = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'A header name has letters, digits and hyphens')
    .max(200)
    .meta({ title: 'Name' }),
  value: z
    .string()
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'A header value has no line breaks or control characters')
    .max(10_000)
    .meta({ title: 'Value' }),
});

const pem = (label: string) =>
  z
    .string()
    .trim()
    .max(1_000_000)
    .refine((text) => text === '' || text.includes('-----BEGIN '), `Paste the ${label} as PEM text: -----BEGIN …`);

/** SHA-256: 32 hex pairs, with or without colons; empty for none. */
const fingerprint = z
  .string()
  .trim()
  .regex(/^([0-9a-f]{2}(:?[0-9a-f]{2}){31})?$/i, 'A SHA-256 fingerprint has 64 hexadecimal digits');

const proxyUrl = z
  .string()
  .trim()
  .refine(
    (text) => text === '' || (URL.canParse(text) && /^(https?|socks5):\/\/[^/]/i.test(text)),
    'Write http://, https:// or socks5://, the host and the port',
  )
  // Settings are shown and exported; secrets are not.
  .refine((text) => !URL.canParse(text) || new URL(text).password === '', 'The password has its own field');

/** Fields of a profile's way to its server, to be spread into the `z.strictObject` of a service's settings. */
export const networkFields = {
  headers: z.array(header).max(100).default([]).meta({
    title: 'Extra headers',
    description: 'Sent with every HTTP request and every handshake. Saved and exported in clear.',
    section,
  }),
  authority: pem('certificate').optional().meta({
    title: 'Certificate authority',
    description: 'Trusted in place of the usual authorities for this server.',
    placeholder: '-----BEGIN CERTIFICATE-----',
    multiline: true,
    section,
  }),
  clientCertificate: pem('certificate').optional().meta({
    title: 'Client certificate',
    description: 'Shown to servers that ask for one, with its chain if it has one.',
    placeholder: '-----BEGIN CERTIFICATE-----',
    multiline: true,
    section,
  }),
  clientKey: pem('private key').optional().meta({
    title: 'Private key of the client certificate',
    secret: true,
    multiline: true,
    section,
  }),
  clientKeyPassphrase: z.string().max(10_000).optional().meta({
    title: 'Passphrase of the private key',
    secret: true,
    section,
  }),
  pinnedCertificate: fingerprint.optional().meta({
    title: 'Pinned certificate',
    description:
      'SHA-256 fingerprint. The server must show exactly this certificate, and nothing else is checked: this is how a self-signed one is trusted. The connection test shows the fingerprint.',
    section,
  }),
  proxy: proxyUrl.default('').meta({
    title: 'Proxy',
    description: 'http://, https:// or socks5://, with the user name before the host if it needs one.',
    placeholder: 'http://user@proxy.example:3128',
    section,
  }),
  proxyPassword: z.string().max(10_000).optional().meta({ title: 'Password of the proxy', secret: true, section }),
  connectTimeout: z.number().min(1).max(600).default(20).meta({
    title: 'Time to connect',
    description: 'How long the server may take to answer before the attempt is given up.',
    unit: 's',
    section,
  }),
};

export type NetworkSettings = z.output<z.ZodObject<typeof networkFields>>;
