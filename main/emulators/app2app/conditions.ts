/** How the server behaves at the moment; faults change it. */
export interface Conditions {
  /** New lines get a 401. */
  refuse: boolean;
  /** Takes everything and confirms nothing: neither acknowledgements nor reports. */
  silent: boolean;
  /** Milliseconds before an answer. */
  slow: number;
}
