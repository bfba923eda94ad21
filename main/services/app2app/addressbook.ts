import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import type { HttpAnswer, Network } from '../../transports/network.ts';
import { authorizationOf, endpoint, namespaceOf, type Settings } from './settings.ts';

const membership = z.object({
  membership: z.string(),
  destinations: z.array(z.object({ uri: z.string().min(1).max(1000), name: z.string().max(1000) })),
});
export type Membership = z.infer<typeof membership>;

/** `GET <endpoint>/addressbook` with the app credential: every membership and its destinations. Rejects with a Refusal. */
export async function readAddressbook(
  settings: Settings,
  network: Network,
  signal: AbortSignal,
): Promise<Membership[]> {
  const url = endpoint(settings);
  const answer = await network.request(new URL(`${namespaceOf(url)}/addressbook`, url), {
    headers: { authorization: authorizationOf(settings), accept: 'application/json' },
    signal,
    limit: 10_000_000,
    timeout: settings.answerTimeout * 1000,
  });
  return read(z.array(membership), answer, 'The addressbook');
}

/** The body of a good answer. Throws a Refusal for any other status and for another shape. */
export function read<Output>(schema: z.ZodType<Output>, { status, text }: HttpAnswer, what: string): Output {
  if (status < 200 || status > 299) throw refusedWith(status, text, what);
  const parsed = schema.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new Refusal(
    {
      code: 'protocol',
      text: `${what} came in a shape that Patchbay does not know`,
      detail: text.slice(0, 1000),
      hint: 'Check the address: something else may be answering there.',
    },
    { retry: true },
  );
}

function refusedWith(status: number, body: string, what: string): Refusal {
  const credentials = status === 401 || status === 403;
  return new Refusal(
    {
      code: credentials ? 'credentials' : 'http',
      text: `${what} was refused with HTTP ${status}`,
      ...(body !== '' && { detail: body.slice(0, 1000) }),
      hint: credentials ? 'Check user, password and API key.' : 'Check that this service offers it at this address.',
    },
    { retry: !credentials },
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
