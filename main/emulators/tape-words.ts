import { type Tape, tapeCommand, tapeSpeed } from '../../preload/contract/index.ts';
import type { Player } from './player.ts';

/** What can be typed while a tape is played. */
export const tapeUsage: readonly string[] = [
  ...tapeCommand.options,
  'speed <times|full>',
  'silence <seconds|recorded>',
];

/** Does what was typed. False where it is nothing about a tape. */
export function obeyTape(line: string, player: Player): boolean {
  const [word, value, ...more] = line.trim().split(/\s+/);
  if (more.length > 0) return false;
  const command = tapeCommand.safeParse(word);
  if (command.success && value === undefined) {
    player.command(command.data);
    return true;
  }
  const { speed, longestSilence } = player.state;
  const read = value === undefined ? undefined : word === 'speed' ? readSpeed(value) : undefined;
  if (read !== undefined) player.setPace(read, longestSilence);
  const silence = word === 'silence' && value !== undefined ? readSilence(value) : undefined;
  if (silence !== undefined) player.setPace(speed, silence);
  return read !== undefined || silence !== undefined;
}

export function readSpeed(text: string): Tape['speed'] | undefined {
  return tapeSpeed.safeParse(text === 'full' ? text : Number(text)).data;
}

/** Seconds; null for `recorded`. */
export function readSilence(text: string): number | null | undefined {
  if (text === 'recorded') return null;
  const seconds = Number(text);
  return text !== '' && seconds >= 0 && seconds <= 86_400 ? seconds : undefined;
}

/** How it is getting on, in one line. */
export function tapeLine({ state, position, total, speed, clients, current }: Tape): string {
  const pace = speed === 'full' ? 'as fast as it goes' : `${speed}×`;
  const last = current === null ? '' : `, last sent: ${current}`;
  return `tape ${state}: ${position} of ${total}, ${pace}, ${clients} ${clients === 1 ? 'client' : 'clients'}${last}`;
}
