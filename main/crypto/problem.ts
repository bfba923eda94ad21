/**
 * - `malformed`    the bytes are not what they should be; the text says where
 * - `too-large`    a limit on size, depth or count was passed
 * - `unsupported`  well formed, but of a kind that is refused by name
 * - `broken`       the key does not fit or the content is damaged: which of them is not said, on purpose
 */
export type Fault = 'malformed' | 'too-large' | 'unsupported' | 'broken';

/** The one error of this folder. Its text is meant for people and holds nothing secret. */
export class CryptoProblem extends Error {
  readonly fault: Fault;
  constructor(fault: Fault, text: string) {
    super(text);
    this.name = 'CryptoProblem';
    this.fault = fault;
  }
}

/** A problem as a sentence; `thing`: what was to be read. Any other error is thrown on. */
export function explain(error: unknown, thing: string): string {
  if (!(error instanceof CryptoProblem)) throw error;
  switch (error.fault) {
    case 'broken':
      return error.message;
    case 'unsupported':
      return `It cannot be opened here: ${error.message}.`;
    default:
      return `This is not a whole ${thing}: ${error.message}.`;
  }
}
