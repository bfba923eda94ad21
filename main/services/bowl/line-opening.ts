import { setTimeout as wait } from 'node:timers/promises';
import type { Refusal } from '../../refusal.ts';
import { stopped } from '../../transports/failure.ts';
import type { Network } from '../../transports/network.ts';
import { openSocketIo, type SocketIoLine, type SocketIoListener } from '../../transports/socket-io.ts';
import { type Settings, socketIoAddress } from './settings.ts';

/** Milliseconds to wait for the server's greeting, and for it to take note of our leaving. */
const greetingTime = 1000;
const leavingTime = 500;

interface Opening {
  settings: Settings;
  network: Network;
  token: string;
  event: SocketIoListener['event'];
  signal: AbortSignal;
}

/** One attempt at one line. `lost` may be called before it resolves. Rejects with a Refusal. */
export function openLine(opening: Opening, lost: (refusal: Refusal) => void): Promise<SocketIoLine> {
  const { settings, network, token, event, signal } = opening;
  const listener = { reached: () => {}, event, lost };
  return openSocketIo(socketIoAddress(settings, token), network, listener, {
    signal,
    timeout: settings.connectTimeout * 1000,
  });
}

/**
 * Comes and goes once, so that the next line is known to the server. Whoever connects while the server still holds an
 * older line of the account is thrown out of its register when that one ends, and contacts are told “not online”
 * (observed on bowl-cloud, August 2023). Coming after a clean leave, one is registered.
 */
export async function callOnce(opening: Opening): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([opening.signal, over.signal]);
  const line = await openLine(
    {
      ...opening,
      event: (name, args, answer) => {
        opening.event(name, args, answer);
        if (name === 'onlineChats') over.abort();
      },
    },
    () => over.abort(),
  );
  await wait(greetingTime, undefined, { signal: either }).catch(() => {});
  line.close();
  await wait(leavingTime, undefined, { signal: opening.signal }).catch(() => {});
  if (opening.signal.aborted) throw stopped();
}
