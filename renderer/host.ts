/// <reference path="../preload/window.d.ts" />
import type { Bridge } from '../preload/bridge.ts';
import { openSocketBridge } from './socket-bridge.ts';

/** The way to main, in whichever host this page is. Rejects with words for the user when main cannot be reached. */
export async function openBridge(): Promise<Bridge> {
  return window.patchbay ?? openSocketBridge(new URL('/bridge', location.href.replace(/^http/, 'ws')));
}
