import { messageOf } from '../problem.ts';

/** By the words of SQLite and of the system: there are no codes that all runtimes agree in. */
export function isFull(error: unknown): boolean {
  return /disk is full|ENOSPC/.test(messageOf(error));
}

export function isDiskTrouble(error: unknown): boolean {
  return /disk is full|disk I\/O|readonly database|database is locked|unable to open/.test(messageOf(error));
}
