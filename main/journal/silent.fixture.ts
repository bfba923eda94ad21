import type { JournalOptions } from './journal.ts';

/** Hears nothing of what a journal tells. */
export const silent: JournalOptions['on'] = {
  taken() {},
  appended() {},
  revised() {},
  exported() {},
  imported() {},
  troubled() {},
  captured() {},
  hold() {},
};
