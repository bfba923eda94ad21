/** A token as it may be shown: what a JWT claims, without the signature that lets anybody in. Nothing of any other. */
export function shownToken(token: string): string {
  const [, claims = ''] = /^([\w-]+\.[\w-]+\.)[\w-]+$/.exec(token) ?? [];
  return `${claims}•••`;
}
