import { z } from 'zod';

// What the settings of the bare transports have in common.

/** Section of what goes with the handshake. */
export const handshake = 'Handshake';

/** Query parameters by name, in their order. */
export const query = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(1000).meta({ title: 'Name' }),
      value: z.string().max(10_000).meta({ title: 'Value' }),
    }),
  )
  .max(100)
  .default([])
  .meta({ title: 'Query', section: handshake });

export const authorization = z.string().trim().max(10_000).optional().meta({
  title: 'Authorization header',
  description: 'As it is to be sent, such as “Bearer …”.',
  secret: true,
  section: handshake,
});

/** An address with a scheme that leads to a server, and a host. */
export function urlOf(text: string): URL | undefined {
  return /^(wss?|https?):\/\/[^/]/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
