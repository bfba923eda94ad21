import { type Aliases, isAlias } from './aliases.ts';
import type { Rule } from './rule.ts';

const keyWords = '(?:api|access|private|secret|session|shared|signing|encryption|auth)[-_]?key';
/** Wherever they end a name; the others only as a word of their own. */
const endings = `pass(?:word|wd|phrase|code)|passwort|secret|token|${keyWords}|authorization|cookie|credentials?`;
const words = `pwd|jwt|bearer|auth|sid|otp|pin|session[-_]?id`;
const secretName = new RegExp(`(?:${endings}|(?:^|[^a-z])(?:${words}))s?$`, 'i');
const camelName = /[a-z](?:Pwd|Jwt|Bearer|Auth|Sid|Otp|Pin)$/;
const codeName = /(?:password|passcode|(?:^|[^a-z])(?:pin|otp))$/i;

/** Whether a field of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return name.length <= 100 && (secretName.test(name) || camelName.test(name));
}

/** Whether even a number under this name is a secret. */
export function isCodeName(name: string): boolean {
  return name.length <= 100 && codeName.test(name);
}

/** A whole text that is a secret by its name: the scheme of an authorization stays, cookies keep their names. */
export function secretAlias(text: string, aliases: Aliases): string {
  const [, scheme, rest] = /^(Bearer|Basic|Digest|Token) +(.+)$/is.exec(text) ?? [];
  if (scheme && rest) return `${scheme} ${aliases.of('token', rest)}`;
  return text === '' ? text : aliases.of('credential', text);
}

const jwt = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{2,}\.?[A-Za-z0-9_-]*/g;
const bearer = /(?<![A-Za-z0-9])(Bearer|Digest) +([A-Za-z0-9._~+/=-]{4,})/gi;
const basic = /(?<![A-Za-z0-9])(Basic) +([A-Za-z0-9+/]{4,}={0,2})/gi;
const header =
  /(?<![A-Za-z0-9-])((?:proxy-)?authorization|(?:set-)?cookie|x-[a-z-]{0,30}(?:token|key|auth))(: *)([^\r\n"'\\]+)/gi;
const quoted = /"([^"\\]{1,60})"(\s{0,20}:\s{0,20})"((?:[^"\\]|\\[\s\S]){0,4096})("|\\?$)/g;
const inUrl = /(?<=:\/\/)([^\s/?#@:"'<>\\]{0,256}):([^\s/?#@"'<>\\]{1,256})(?=@)/g;
const parameter = new RegExp(
  `(?<![A-Za-z0-9])((?:[a-z]{1,20}[-_])?(?:${endings}|${words}))(=)([^&#\\s"'<>;,\\\\]+)`,
  'gi',
);
const queryCode = /(?<=[?&#])(sig|signature|key|code)(=)([^&#\s"'<>;,\\]{8,})/gi;
const spoken =
  /(?<![A-Za-z0-9])(password|passwort|passphrase|(?:api[-_ ]?key|secret|token)(?=:))(: ?| is )([^\s"'<>{}[\],;\\]{4,})/gi;

/** What is secret by where it stands in a text: headers, addresses, query parameters, JSON that was cut, sentences. */
export const secrets: Rule = (text, aliases) => {
  let rest = text;
  if (rest.includes('://')) {
    rest = rest.replace(inUrl, (_, user: string, password: string) => {
      const name = user === '' ? '' : aliases.of('address', user, user.toLowerCase());
      return `${name}:${aliases.of('credential', password)}`;
    });
  }
  if (rest.includes('"')) {
    rest = rest.replace(quoted, (whole, name: string, colon: string, value: string, end: string) =>
      isSecretName(name) && value !== '' ? `"${name}"${colon}"${secretAlias(value, aliases)}${end}` : whole,
    );
  }
  const tokenAt = (whole: string, name: string, between: string, value: string) =>
    isReplaced(value) ? whole : `${name}${between}${secretAlias(value, aliases)}`;
  if (rest.includes(':') || rest.includes(' is ')) {
    rest = rest.replace(header, tokenAt).replace(spoken, tokenAt);
  }
  if (rest.includes('=')) rest = rest.replace(parameter, tokenAt).replace(queryCode, tokenAt);
  if (rest.includes(' ')) {
    rest = rest.replace(bearer, (whole, scheme: string, token: string) =>
      isAlias(token) ? whole : `${scheme} ${aliases.of('token', token)}`,
    );
    rest = rest.replace(basic, (whole, scheme: string, token: string) =>
      Buffer.from(token, 'base64').includes(':') ? `${scheme} ${aliases.of('token', token)}` : whole,
    );
  }
  return rest.includes('eyJ') ? rest.replace(jwt, (token) => aliases.of('token', token)) : rest;
};

function isReplaced(text: string): boolean {
  return isAlias(text.replace(/^(?:Bearer|Basic|Digest|Token) +/i, ''));
}
