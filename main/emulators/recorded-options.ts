import type { EmulatedService } from './emulated.ts';
import type { Tape } from './tape.ts';

/** Options of an emulator that make it the server a tape was recorded on, as far as its line was described. */
export function optionsOf(service: EmulatedService, { facts }: Pick<Tape, 'facts'>): Record<string, unknown> {
  const generation = facts.get('Socket.IO generation');
  return service === 'app2app' && (generation === '2' || generation === '4') ? { generation: Number(generation) } : {};
}
