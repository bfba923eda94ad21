import { isAlias } from './aliases.ts';
import type { Rule } from './rule.ts';

/** Addresses of servers and documents, not of persons. */
const impersonal = /^(?:https?|wss?|ftp|file|data|blob|urn|about|app|javascript|cid|mid)$/i;
const withUser =
  /(?<![A-Za-z0-9+.-])([a-z][a-z0-9+.-]{1,15}):([^\s@"'<>;,?/\\:]{1,200})(?::[^\s@"'<>\\]{1,100})?@([A-Za-z0-9.-]+|\[[0-9a-f:.]{2,45}\])/gi;
const withPath = /(?<![A-Za-z0-9+.-])([a-z][a-z0-9+.-]{1,15}):\/\/([^\s"'<>?#\\]{0,1000}\/)([^\s"'<>?#/\\]{1,200})/gi;
const email =
  /(?<![\p{L}\p{N}._%+'-])([\p{L}\p{N}_%+-][\p{L}\p{N}._%+'-]*)@((?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}]{2,24})/gu;

/** Persons behind e-mail addresses and URIs: the user part of `sip:user@host`, the last part of `scheme://place/user`. */
export const addresses: Rule = (text, aliases) => {
  let rest = text;
  if (rest.includes('@')) {
    rest = rest.replace(withUser, (whole, scheme: string, user: string, host: string) => {
      if (impersonal.test(scheme) || host === 'example.invalid' || isAlias(user)) return whole;
      return `${scheme}:${aliases.of('email', `${user}@${host}`, `${user}@${host}`.toLowerCase())}`;
    });
    rest = rest.replace(email, (whole, user: string, domain: string) =>
      domain === 'example.invalid' || isAlias(user) ? whole : aliases.of('email', whole, whole.toLowerCase()),
    );
  }
  if (rest.includes('://')) {
    rest = rest.replace(withPath, (whole, scheme: string, place: string, user: string) =>
      impersonal.test(scheme)
        ? whole
        : `${scheme}://${place}${aliases.of('address', user, `${place}${user}`.toLowerCase())}`,
    );
  }
  return rest;
};
