import { Refusal } from '../../refusal.ts';

/** What stands for the beginning of `conn:` URLs. */
export interface Mapping {
  prefix: string;
  base: string;
}

/**
 * Where a URL of a service leads: `http` is taken for `ws`, and `conn:` is what the mappings make of it, the longest
 * prefix first. Throws a {@link Refusal}. What `conn:` means is published nowhere: it belongs to the App Platform.
 */
export function dialable(url: string, mappings: readonly Mapping[]): URL {
  const mapped = /^conn:/i.test(url) ? mappedUrl(url, mappings) : url;
  if (mapped === undefined) {
    const text = 'A conn: address leads somewhere inside an App Platform, and cannot be dialled from outside.';
    const hint =
      'Ask for the wss:// address of the app, or map the beginning of the conn: address to one in the profile.';
    throw new Refusal({ code: 'address', text, detail: url.slice(0, 1000), hint }, { retry: false });
  }
  if (/^(wss?|https?):\/\/[^/]/i.test(mapped) && URL.canParse(mapped)) {
    return new URL(mapped.replace(/^http/i, 'ws'));
  }
  const text = 'This is not an address that can be connected to.';
  const hint = 'Use ws://, wss://, http:// or https://, with a host.';
  throw new Refusal({ code: 'address', text, detail: mapped.slice(0, 1000), hint }, { retry: false });
}

function mappedUrl(url: string, mappings: readonly Mapping[]): string | undefined {
  const [longest] = mappings
    .filter(({ prefix }) => url.startsWith(prefix))
    .sort((one, other) => other.prefix.length - one.prefix.length);
  return longest && longest.base + url.slice(longest.prefix.length);
}
