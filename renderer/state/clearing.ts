import { countText } from '../parts/count-text.ts';

/** The words of the question before a log is cleared. */
export function clearing(name: string, entries: number) {
  return {
    title: `Clear the log of “${name}”?`,
    text: `${countText(entries, 'entry')} will be deleted from the journal, and cannot be had back.`,
    confirm: 'Clear the log',
  };
}
