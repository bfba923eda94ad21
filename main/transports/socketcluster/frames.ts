import { own } from '../../own.ts';
import { Refusal } from '../../refusal.ts';

/** What an answer is asked for under: a number, or any text (socketcluster-protocol.md). */
export type Cid = number | string;

/** One packet of the SocketCluster protocol, the same in versions 1 and 2. */
export type Frame =
  | { kind: 'event'; name: string; data: unknown; cid?: Cid }
  | { kind: 'answer'; rid: number; error: unknown; data: unknown; packet: unknown }
  | { kind: 'odd'; packet: unknown };

/** Packets of one WebSocket message, of which there may be several. What is no packet is odd: text, bytes, or JSON. */
export function readFrames(message: unknown): Frame[] {
  if (message instanceof ArrayBuffer) return [{ kind: 'odd', packet: new Uint8Array(message) }];
  const packets = typeof message === 'string' ? parsed(message) : message;
  return Array.isArray(packets) ? packets.map(frameOf) : [frameOf(packets)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function frameOf(packet: unknown): Frame {
  const [name, data] = [own(packet, 'event'), own(packet, 'data')];
  if (typeof name === 'string') {
    const cid = own(packet, 'cid');
    const asks = typeof cid === 'number' || typeof cid === 'string';
    return asks ? { kind: 'event', name, data, cid } : { kind: 'event', name, data };
  }
  const rid = own(packet, 'rid');
  if (typeof rid === 'number') return { kind: 'answer', rid, error: own(packet, 'error'), data, packet };
  return { kind: 'odd', packet };
}

/**
 * The text of a packet. Bytes at any depth become `{"base64":true,"data":…}` (sc-formatter). Throws a Refusal for what
 * JSON cannot hold.
 */
export function writeFrame(packet: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(packet, spelled);
  } catch (error) {
    throw new Refusal(
      { code: 'settings', text: 'This cannot be written as JSON, and was not sent.', detail: String(error) },
      { retry: false },
    );
  }
}

/** `toJSON` of a Buffer comes before the replacer, so it looks at what the object holds. */
function spelled(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const before = this[name];
  return before instanceof Uint8Array ? { base64: true, data: Buffer.from(before).toString('base64') } : value;
}
