import type { ServerSocket } from 'socketcluster-server-9';
import type { Conditions } from '../conditions.ts';
import type { Playback, Recorded, Unsent } from '../playback.ts';

/** Bytes that may wait for a client. */
const backlog = 4_000_000;

/** To every client that listens to something. `sockets`: all that are open. */
export function playbackOf(sockets: () => ServerSocket[], conditions: Conditions): Playback {
  const audience = () => sockets().filter((socket) => socket.subscriptions().length > 0);
  return {
    clients: () => audience().length,
    behind: () => audience().some(({ socket }) => socket.bufferedAmount > backlog),
    answers: ({ kind }) => kind === 'answer',
    deliver(event) {
      const obstacle = obstacles.get(event.kind);
      if (obstacle) return obstacle;
      for (const socket of audience()) play(socket, event);
      return undefined;
    },
    prompt(prompter) {
      conditions.prompter = prompter;
    },
  };
}

const obstacles: ReadonlyMap<string, Unsent> = new Map([
  ['answer', 'unasked'],
  ['#setAuthToken', 'hidden'],
  ['#removeAuthToken', 'login'],
  ['#disconnect', 'ending'],
]);

/** A call's number, far from those that the package gives. Its answer goes nowhere, as that of the recorded call did. */
const callId = 2 ** 40;

/**
 * Frames as they are: the package keeps some names of events for itself. A frame that was not understood came as text, or
 * as what it was parsed to.
 */
function play(socket: ServerSocket, { kind, args, asks }: Recorded): void {
  const [first, second] = args;
  if (kind === 'message') publish(socket, String(first), second);
  else if (kind === '#kickOut') kickOut(socket, first);
  else if (kind === 'frame') socket.send(typeof first === 'string' && !isJson(first) ? first : JSON.stringify(first));
  else socket.send(JSON.stringify({ event: kind, data: first, ...(asks && { cid: callId }) }));
}

/** Who listens under another urn than the recorded one gets it there, in that name. */
function publish(socket: ServerSocket, recorded: string, data: unknown): void {
  const channel = channelOf(socket, recorded);
  const named = typeof data === 'object' && data !== null && 'to' in data && data.to === recorded;
  const renamed = named && channel !== recorded ? { ...data, to: channel } : data;
  socket.send(JSON.stringify({ event: '#publish', data: { channel, data: renamed } }));
}

function kickOut(socket: ServerSocket, given: unknown): void {
  const { channel, message } = Object(given);
  const channels = channel === undefined ? socket.subscriptions() : [channelOf(socket, String(channel))];
  for (const each of channels) socket.kickOut(each, String(message));
}

function channelOf(socket: ServerSocket, recorded: string): string {
  const channels = socket.subscriptions();
  return channels.includes(recorded) ? recorded : (channels[0] ?? recorded);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
