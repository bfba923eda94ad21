/** How the server behaves at the moment; faults change it. */
export interface Conditions {
  /** New lines get a 401. */
  refuse: boolean;
  /** Takes everything and answers nothing. */
  silent: boolean;
  /** Milliseconds that handling a message takes. */
  slow: number;
}
