import { Refusal } from '../../refusal.ts';
import type { HttpAnswer, Network } from '../../transports/network.ts';
import { parsePath, readPath } from './json-path.ts';
import { bearerToken, type Settings, tokenAddress } from './settings.ts';

/** Asks for a new token as the profile says. Rejects with a {@link Refusal} that shows nothing of a good answer. */
export async function runTokenCommand(settings: Settings, network: Network, signal: AbortSignal): Promise<string> {
  const { tokenMethod: method, tokenHeaders, tokenAuthorization, tokenBody } = settings;
  const body = method !== 'GET' && tokenBody ? tokenBody : undefined;
  try {
    const answer = await network.request(tokenAddress(settings), {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...Object.fromEntries(tokenHeaders.map(({ name, value }) => [name.toLowerCase(), value])),
        ...(tokenAuthorization && { authorization: tokenAuthorization }),
      },
      ...(body !== undefined && { body }),
      signal,
    });
    return tokenIn(answer, settings.tokenPath);
  } catch (error) {
    if (signal.aborted || !(error instanceof Refusal)) throw error;
    const { reason, retry } = error;
    throw new Refusal({ ...reason, text: `The token command failed. ${reason.text}` }, { retry });
  }
}

function tokenIn({ status, text }: HttpAnswer, path: string): string {
  if (status < 200 || status > 299) throw refusedWith(status, text);
  const answer = json(text);
  if (answer === undefined) {
    throw wrong('Its answer is no JSON.', 'Check its address.', `HTTP ${status}, ${text.length} characters`);
  }
  const found = readPath(answer, parsePath(path) ?? []);
  const token = bearerToken.safeParse(found);
  if (token.success && token.data !== '') return token.data;
  const what = found === undefined ? 'has nothing' : 'has something else';
  throw wrong(
    `Its answer ${what} where the token should be: ${path}.`,
    'Check the path of the token.',
    shapeOf(answer),
  );
}

function refusedWith(status: number, body: string): Refusal {
  const credentials = status === 401 || status === 403;
  return new Refusal(
    {
      code: credentials ? 'credentials' : 'http',
      text: `It was answered with HTTP ${status}.`,
      ...(body !== '' && { detail: body.slice(0, 500) }),
      hint: credentials
        ? 'Check its Authorization header and body: the subscriber’s login itself may have ended.'
        : 'Check its address, method and body.',
    },
    { retry: status >= 500 || status === 408 || status === 429 },
  );
}

function wrong(text: string, hint: string, detail: string): Refusal {
  return new Refusal({ code: 'protocol', text, detail, hint }, { retry: false });
}

/** Names alone: there is a secret somewhere in it. */
function shapeOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return `The answer is a ${typeof answer}`;
  return `The answer has: ${Object.keys(answer).slice(0, 20).join(', ').slice(0, 300)}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
