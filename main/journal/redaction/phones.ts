import { type Aliases, isAlias } from './aliases.ts';
import type { Rule } from './rule.ts';

const [least, most] = [7, 15];
/** What may stand neither before nor after a number: it is a part of something else, such as an id or a time. */
const [before, after] = ['(?<![\\p{L}\\p{N}.:_/+-])', '(?![\\p{L}\\p{N}:_]|[.-]\\d)'];
const international =
  /(?<![\p{L}\p{N}+])(?:\+|00)[1-9]\d{0,14}(?:[ ./-]\d{1,14}|[ ./-]?\(\d{1,6}\)\d{0,14}){0,8}(?![\p{L}\p{N}_])/gu;
const national = new RegExp(
  `${before}(?:\\(0?\\d{2,5}\\)[ -]?\\d{3,8}(?:[ -]\\d{2,5}){0,3}|0\\d{1,5}[ /-]\\d{3,9}(?:[ -]\\d{2,5}){0,3}|\\d{3}[- .]\\d{3}[- .]\\d{4})${after}`,
  'gu',
);
const phoneUri = /(?<![\p{L}\p{N}+.-])(tel|sms|callto|fax):(\+?[\d().-]{3,30})/giu;
const phoneName = /(?:phone|mobile|msisdn|^tel|caller|callee|cellular|fax|subscriber)[-_]?(?:number|no|id)?$/i;
const partyName = /^(?:from|to|number|ani|dnis|cli|src|dst|destination)$/i;
/** Seconds or milliseconds since 1970. */
const moment = /^1(?:[5-9]\d{8}|[5-9]\d{11})$/;

/** Whether digits alone in a field of this name are a phone number; a number only where nothing else is meant. */
export function isPhoneName(name: string, value: unknown): boolean {
  return name.length <= 100 && (phoneName.test(name) || (typeof value === 'string' && partyName.test(name)));
}

/** A whole text in a place for phone numbers: digits alone count there. */
export function phoneAlias(text: string, aliases: Aliases): string {
  return /^\+?\d{6,15}$/.test(text) && !moment.test(text) ? alias(text, aliases) : text;
}

/** E.164 and the usual writings. Digits alone are none: times and ids are. */
export const phones: Rule = (text, aliases) => {
  if (!/\d{2}/.test(text)) return text;
  return text
    .replace(phoneUri, (_, scheme: string, number: string) => `${scheme}:${alias(number, aliases)}`)
    .replace(international, (found) => aliasOfNumber(found, aliases))
    .replace(national, (found) => (digitsOf(found).length >= 9 ? aliasOfNumber(found, aliases) : found));
};

function aliasOfNumber(found: string, aliases: Aliases): string {
  const { length } = digitsOf(found);
  return length < least || length > most || isAlias(found) ? found : alias(found, aliases);
}

function alias(found: string, aliases: Aliases): string {
  return isAlias(found) ? found : aliases.of('phone', found, digitsOf(found));
}

/** Without what only tells how to dial. */
function digitsOf(text: string): string {
  return text.replace('(0)', '').replace(/\D/g, '').replace(/^00/, '');
}
