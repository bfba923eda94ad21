import type { Preview as Shown } from '../../preload/contract/index.ts';
import { cut, encodePayload } from '../journal/payload.ts';
import type { Preview } from '../services/service.ts';

/** A preview for the interface, as an entry would be shown. `limit`: characters of text and bytes of each binary. */
export function showPreview({ kind, args, facts, marks = [], limit: most }: Preview, limit: number): Shown {
  const { text, binaries, size } = encodePayload(args);
  return {
    kind,
    payload: {
      args: cut(text, limit),
      binaries: binaries.map(({ path, bytes }) => ({
        path: JSON.parse(path),
        base64: Buffer.from(bytes.buffer).subarray(0, limit).toString('base64'),
        size: bytes.length,
      })),
      size,
      cut: text.length > limit || binaries.some(({ bytes }) => bytes.length > limit),
    },
    facts,
    marks,
    ...(most && { limit: most }),
  };
}
