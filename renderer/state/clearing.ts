/** The words of the question before a log is cleared. */
export function clearing(name: string, entries: number) {
  const what = entries === 1 ? '1 entry' : `${entries.toLocaleString('en')} entries`;
  return {
    title: `Clear the log of “${name}”?`,
    text: `${what} will be deleted from the journal, and cannot be had back.`,
    confirm: 'Clear the log',
  };
}
