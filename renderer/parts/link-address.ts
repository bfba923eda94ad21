/** Where a link leads, or null for what is never opened: main refuses all but `https:` without a password. */
export function hostOfLink(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, username, password, host } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' ? host : null;
}
