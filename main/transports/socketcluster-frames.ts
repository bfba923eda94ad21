import { Refusal } from '../refusal.ts';

/** One packet of the SocketCluster protocol, versions 1 and 2 alike (socketcluster-protocol.md of the SocketCluster project). */
export type Frame =
  | { kind: 'event'; name: string; data: unknown /** Where an answer is asked for. */; cid?: number }
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
  const [name, data, cid, rid] = [own(packet, 'event'), own(packet, 'data'), own(packet, 'cid'), own(packet, 'rid')];
  if (typeof name === 'string') return { kind: 'event', name, data, ...(typeof cid === 'number' && { cid }) };
  if (typeof rid === 'number') return { kind: 'answer', rid, error: own(packet, 'error'), data, packet };
  return { kind: 'odd', packet };
}

/** What a server wrote is only read where it wrote it. */
export function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
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
