/** How the servers behave at the moment; faults change it. */
export interface Conditions {
  /** No login succeeds. */
  refuse: boolean;
  /** Requests get no result. */
  silent: boolean;
  /** Milliseconds before a result. */
  slow: number;
}
