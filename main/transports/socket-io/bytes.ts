/** Client 2 sends only Buffers as bytes, and would spell other bytes out as an object. Looks at any depth. */
export function withBuffers(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return value.map(withBuffers);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withBuffers(inner)]));
}

/** About how many bytes a value takes when it is sent: its texts and bytes, at any depth. */
export function weight(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.byteLength;
  if (!value || typeof value !== 'object') return 0;
  return Object.values(value).reduce((sum, inner) => sum + weight(inner), 0);
}
