import type { Bridge } from './bridge.ts';

declare global {
  interface Window {
    /** Present in Electron only. */
    readonly patchbay?: Bridge;
  }
}
