/** How the server behaves at the moment; faults change it. */
export interface Conditions {
  /** New lines get a 401. */
  refuse: boolean;
  /** Takes everything and answers nothing: neither registrations nor subscriptions nor questions. */
  silent: boolean;
  /** Milliseconds before an answer. */
  slow: number;
}
