import type { Link } from '../../../preload/contract/index.ts';
import { own } from '../../own.ts';
import { linkOf, linksOf, listOf } from './links.ts';

/** A button under a message: what it says, and what is sent when it is chosen. */
export interface Reply {
  label: string;
  text: string;
}

/** What can be read of a publication of any shape. */
export interface Message {
  to?: string;
  from?: string;
  preview?: string;
  replies: Reply[];
  links: Link[];
}

const addressLimit = 1000;
const previewLimit = 300;
const replyLimit = 30;
const replyTextLimit = 2000;

/** Never throws; what is no message has no fields. */
export function readMessage(data: unknown): Message {
  const [to, from, text] = [addressOf(own(data, 'to')), addressOf(own(data, 'from')), own(data, 'text')];
  const quick = [...listOf(own(data, 'quick_replies')), ...listOf(own(own(data, 'metadata'), 'quick_replies'))];
  const links = [...linksOf(data), ...quick.flatMap(readLink)];
  const preview = typeof text === 'string' && text !== '' ? text : links.map(({ label }) => label).join(', ');
  return {
    ...(to !== undefined && { to }),
    ...(from !== undefined && { from }),
    ...(preview !== '' && { preview: preview.slice(0, previewLimit) }),
    replies: once(quick.flatMap(readReply)).slice(0, replyLimit),
    links,
  };
}

/**
 * A text, which is what is sent; or an object with a title, which is shown, and a payload, which is sent. The title is
 * sent where there is no payload (push-webchat shows the one and sends the other).
 */
function readReply(reply: unknown): Reply[] {
  if (typeof reply === 'string') return replyOf(reply, reply);
  const [title, payload] = [own(reply, 'title'), own(reply, 'payload')];
  if (typeof title !== 'string' || own(reply, 'type') === 'web_url') return [];
  return replyOf(title, typeof payload === 'string' && payload !== '' ? payload : title);
}

function replyOf(label: string, text: string): Reply[] {
  if (label.trim() === '' || text === '' || text.length > replyTextLimit) return [];
  return [{ label: label.slice(0, 200), text }];
}

/** A button that opens a page instead of answering. */
function readLink(reply: unknown): Link[] {
  const [url, title] = [own(reply, 'url'), own(reply, 'title')];
  if (own(reply, 'type') !== 'web_url' || typeof url !== 'string') return [];
  return linkOf(url, undefined, typeof title === 'string' ? title : undefined);
}

/** The same replies may stand in both places. */
function once(replies: Reply[]): Reply[] {
  return [...new Map(replies.map((reply) => [JSON.stringify(reply), reply])).values()];
}

function addressOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= addressLimit ? value : undefined;
}

/** What `getSuggestions` came to: `{ result: […] }`. */
export function suggestionsOf(answer: object | undefined): string[] {
  const texts = listOf(own(answer, 'result')).filter((text) => typeof text === 'string');
  return texts.filter((text) => text !== '' && text.length <= replyTextLimit).slice(0, replyLimit);
}
