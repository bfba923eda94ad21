import { z } from 'zod';
import type { Memory } from '../service.ts';
import { isGroupKey } from './opening.ts';

const kept = z.record(
  z.string(),
  z.object({ name: z.string(), description: z.string(), key: z.string().refine(isGroupKey) }),
);

/** A group whose key we have. `key`: 32 bytes as base64. */
export interface KeptGroup {
  name: string;
  description: string;
  key: string;
}

/** By id, from the text that a profile remembers as `group-keys`. */
export function readKeptGroups(text: string | undefined): Map<string, KeptGroup> {
  try {
    return new Map(Object.entries(kept.parse(JSON.parse(text ?? '{}'))));
  } catch {
    return new Map();
  }
}

/** Rejects when the disk refuses. */
export function keepGroups(memory: Pick<Memory, 'put'>, groups: ReadonlyMap<string, KeptGroup>): Promise<void> {
  return memory.put('group-keys', JSON.stringify(Object.fromEntries(groups)));
}
