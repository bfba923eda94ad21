import type { Respond, ServerSocket } from 'socketcluster-server-9';
import type { Conditions } from '../conditions.ts';
import type { Recorded } from '../playback.ts';
import { type Command, commandOf, suggest } from './desk.ts';
import type { Later } from './later.ts';
import type { PushOptions } from './options.ts';
import type { Personas } from './personas.ts';
import type { Visitors } from './visitors.ts';

export interface Around {
  visitors: Visitors;
  personas: Personas;
  conditions: Conditions;
  later: Later;
  options: PushOptions;
}

/** Custom close codes; those from 4500 on would tell a SocketCluster client never to come back. */
export const closeCodes = { kicked: 4321, revoked: 4320, bye: 4322 } as const;

/** What one client may send. Like the real service it trusts whatever urn a message names. */
export function attend(socket: ServerSocket, around: Around): void {
  const { visitors, options, conditions } = around;
  socket.on('disconnect', () => conditions.prompter?.audience());
  socket.on('registerUser', (data, respond) => {
    if (isPrompted(socket, 'registerUser', respond, around)) return;
    const urn = options.registration === 'no-urn' ? undefined : visitors.register(own(data, 'id'));
    const answer = urn === undefined ? { error: 'The user could not be registered' } : { urn };
    reply(respond, options.registration === 'object' ? answer : JSON.stringify(answer), around);
  });
  socket.on('getSuggestions', (data, respond) => {
    if (isPrompted(socket, 'getSuggestions', respond, around)) return;
    const text = own(data, 'text');
    reply(respond, JSON.stringify({ result: typeof text === 'string' ? suggest(text) : [] }), around);
  });
  socket.on('sendMessageToChannel', (data) => {
    const [text, urn] = [own(data, 'text'), own(data, 'userUrn')];
    if (typeof text === 'string' && typeof urn === 'string') hear(socket, urn, text, around);
  });
}

/** Whether a tape answers it: in the slots that were recorded, and once. */
function isPrompted(socket: ServerSocket, kind: string, respond: Respond, { conditions }: Around): boolean {
  let answered = false;
  const answer = ({ args: [error, data] }: Recorded) => {
    if (answered) return 'unsendable';
    answered = true;
    respond(error, data);
    return undefined;
  };
  return conditions.prompter?.asked({ client: socket, kind, answer }) !== undefined;
}

/** The vendor's client reads the answer from the first argument of its callback, which is the error slot. */
function reply(respond: Respond, answer: unknown, { options, conditions, later }: Around): void {
  if (conditions.silent) return;
  const send = () => (options.slot === 'error' ? respond(answer) : respond(null, answer));
  if (conditions.slow === 0) send();
  else later.after(conditions.slow, send);
}

/** A tape is a conversation already: the desk keeps out of it. */
function hear(socket: ServerSocket, urn: string, text: string, { visitors, personas, conditions }: Around): void {
  if (visitors.isRevoked(urn)) return;
  const command = commandOf(text);
  if (command) deeds[command](socket, urn, personas);
  else if (!conditions.prompter) personas.answer(urn, text);
}

const deeds: Record<Command, (socket: ServerSocket, urn: string, personas: Personas) => void> = {
  '/token': (socket, urn) => socket.setAuthToken({ urn, role: 'visitor' }),
  '/untoken': (socket) => socket.deauthenticate(),
  '/kick': (socket, urn) => socket.kickOut(urn, 'You asked to be put out'),
  '/bye': (socket) => socket.disconnect(closeCodes.bye, 'Goodbye, and fair winds'),
  '/foreign': (_, urn, personas) => personas.foreign(urn),
};

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
