import type { Redactor } from '../redact.ts';
import type { Memory } from '../services/service.ts';

/** What goes through a memory is hidden like other secrets. */
export function concealedMemory(memory: Memory, redactor: Redactor): Memory {
  return {
    async get(name) {
      const text = await memory.get(name);
      if (text !== undefined) redactor.add(text);
      return text;
    },
    put(name, text) {
      redactor.add(text);
      return memory.put(name, text);
    },
    remove: (name) => memory.remove(name),
  };
}
