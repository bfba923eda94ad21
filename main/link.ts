import { Problem } from './problem.ts';

/** A link that may leave the app: `https:`, and no credentials in it. Throws a {@link Problem} for any other text. */
export function readLink(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return url;
  throw new Problem('invalid-input', 'Only https links without a password in them are opened.');
}
