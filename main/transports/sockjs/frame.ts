import { isUtf8 } from 'node:buffer';
import type { Oddity } from '../sockjs.ts';

/** What a frame of the server says (sockjs-protocol 0.3.3, “Protocol and framing”). */
export type Frame =
  | { says: 'open' }
  | { says: 'heartbeat' }
  /** What a streaming answer begins with, so that nothing between holds it back. */
  | { says: 'filler' }
  | { says: 'messages'; texts: string[] }
  | { says: 'closed'; code: number; words: string }
  | { says: 'nothing'; text: string; oddity: Oddity };

export function readFrame(frame: string | Uint8Array): Frame {
  if (typeof frame !== 'string') {
    return { says: 'nothing', text: Buffer.from(frame).toString(), oddity: oddityOf(frame) };
  }
  if (frame === 'o') return { says: 'open' };
  if (frame === 'h') return { says: 'heartbeat' };
  if (/^h+$/.test(frame)) return { says: 'filler' };
  return readContent(frame) ?? { says: 'nothing', text: frame, oddity: { why: 'not a SockJS frame' } };
}

/** Of what came as bytes, or should not have. */
export const oddityOf = (bytes: Uint8Array): Oddity => ({ why: isUtf8(bytes) ? 'binary' : 'not UTF-8', bytes });

function readContent(frame: string): Frame | undefined {
  const content = jsonOf(frame.slice(1));
  switch (frame[0]) {
    case 'a':
      return Array.isArray(content) && content.every(isText) ? { says: 'messages', texts: content } : undefined;
    // Of servers older than protocol 0.3; sockjs-client still reads it.
    case 'm':
      return isText(content) ? { says: 'messages', texts: [content] } : undefined;
    case 'c':
      return readFarewell(content);
    default:
      return undefined;
  }
}

function readFarewell(content: unknown): Frame | undefined {
  if (!Array.isArray(content) || content.length !== 2) return undefined;
  const [code, words]: unknown[] = content;
  // The published types of sockjs-node want a text for the code, and it is sent as such then.
  const known = Number.isInteger(code) || (isText(code) && /^\d{1,5}$/.test(code));
  return known && isText(words) ? { says: 'closed', code: Number(code), words } : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
