const longest = 26;

/** An address cut to what tells it from its neighbours: the last segment of a path, else its beginning and end. */
export function shortAddress(address: string): string {
  if (address.length <= longest) return address;
  const last = address.replace(/\/+$/, '').split('/').at(-1) ?? '';
  if (last.length + 2 <= longest && last !== address) return `…/${last}`;
  const half = Math.floor((longest - 1) / 2);
  return last.length <= longest ? last : `${last.slice(0, half)}…${last.slice(-half)}`;
}
