import type { Link } from '../../../preload/contract/index.ts';
import { own } from '../../own.ts';

const limit = 30;
/** Beyond this many characters of a text no addresses are looked for. */
const textLimit = 20_000;
const urlLimit = 4000;
/** Signs after an address that belong to the sentence; looked for from where they begin, or hostile ones would take long. */
const ending = /(?<![.,;:!?'’”)\]}…])[.,;:!?'’”)\]}…]+$/u;
/** Values of an attachment that are looked at. */
const valueLimit = 300;

/** Addresses in a message, each once: its attachments, then those in its text. Only http and https can be links. */
export function linksOf(message: unknown): Link[] {
  const found = [
    ...listOf(own(message, 'attachments')).flatMap(readAttachment),
    ...readRich(own(message, 'attachment')),
    ...readText(own(message, 'text')),
  ];
  const once = new Map<string, Link>();
  for (const link of found) if (!once.has(link.url)) once.set(link.url, link);
  return [...once.values()].slice(0, limit);
}

/** None where it is not an address, not http or https, or has a user and password inside. */
export function linkOf(text: string, type?: string, label?: string): Link[] {
  if (text.length > urlLimit || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return [];
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return [];
  const told = label === undefined || label === '' ? '' : `${label.slice(0, 100)}: `;
  const place = `${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  return [{ label: `${told}${place.slice(0, 100)}`, url: url.href, ...(type && { type: type.slice(0, 100) }) }];
}

/** `image/png:https://…`, as channel drivers of RapidPro write it; or the address alone. */
function readAttachment(attachment: unknown): Link[] {
  if (typeof attachment !== 'string' || attachment.length > urlLimit) return [];
  const [, type, url] = /^([a-z]+(?:\/[\w.+*-]+)?):(https?:\/\/.*)$/is.exec(attachment) ?? [];
  return url === undefined ? linkOf(attachment) : linkOf(url, type);
}

/** `{ type, payload: { title, src } }` and its like: whatever inside is an address. */
function readRich(attachment: unknown): Link[] {
  const type = own(attachment, 'type');
  const links: Link[] = [];
  const queue: unknown[] = [attachment];
  for (let looked = 0; queue.length > 0 && looked < valueLimit; looked++) {
    const value = queue.shift();
    if (typeof value === 'string') links.push(...linkOf(value, typeof type === 'string' ? type : undefined));
    else if (typeof value === 'object' && value !== null) queue.push(...Object.values(value).slice(0, valueLimit));
  }
  return links;
}

function readText(text: unknown): Link[] {
  if (typeof text !== 'string') return [];
  const found = text.slice(0, textLimit).match(/https?:\/\/[^\s<>"`]+/gi) ?? [];
  return found.flatMap((address) => linkOf(address.replace(ending, '')));
}

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, valueLimit) : []);
