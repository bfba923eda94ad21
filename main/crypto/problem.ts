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
