const longest = 26;

/** An address cut in its middle: how it begins, and its last segment, which tells it from its neighbours. */
export function shortAddress(address: string): string {
  if (address.length <= longest) return address;
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(address)?.[0] ?? '';
  const last = address.replace(/\/+$/, '').split('/').at(-1) ?? '';
  if (last.length + scheme.length + 2 <= longest) return `${scheme}…/${last}`;
  const half = Math.floor((longest - 1) / 2);
  return last.length <= longest ? last : `${last.slice(0, half)}…${last.slice(-half)}`;
}
