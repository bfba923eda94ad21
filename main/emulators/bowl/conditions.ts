/** How the server behaves at the moment; faults change it. */
export interface Conditions {
  /** Nobody new is let in. */
  refuse: boolean;
  /** Acknowledges nothing. */
  silent: boolean;
  /** Milliseconds before an acknowledgement. */
  slow: number;
  /** How often the real server would have ended over what it was sent. */
  crashes: number;
}
