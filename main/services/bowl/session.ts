import { Refusal } from '../../refusal.ts';
import { stopped } from '../../transports/failure.ts';
import type { SocketIoLine } from '../../transports/socket-io.ts';
import { LineLoss } from '../line-loss.ts';
import { noteOpen } from '../open-note.ts';
import { Requests } from '../requests.ts';
import type { Context, Performed, Session } from '../service.ts';
import { Api } from './api.ts';
import { Community } from './community.ts';
import { Contacts } from './contacts.ts';
import { Entrance } from './entrance.ts';
import { Groups } from './groups.ts';
import { Inbox } from './inbox.ts';
import { Invitations } from './invitations.ts';
import { callOnce, openLine } from './line-opening.ts';
import { Messages } from './messages.ts';
import { type Settings, suiteOf } from './settings.ts';
import { Wire } from './wire.ts';

/** What the memory holds from the opening of a line until it is ended cleanly: see {@link callOnce}. */
const lineMark = 'line';

/** An account's dealings with its Bowl server. */
export class BowlSession implements Session {
  readonly messages: Messages;
  readonly community: Community;
  readonly #context: Context<Settings>;
  readonly #ending = new AbortController();
  readonly #wire: Wire;
  readonly #entrance: Entrance;
  readonly #contacts: Contacts;
  readonly #groups: Groups;
  readonly #inbox: Inbox;
  #recalled: Promise<unknown> | undefined;

  constructor(context: Context<Settings>) {
    const { settings, network, directory } = context;
    const api = new Api(settings, network);
    const wire = new Wire(context, new Requests(context, settings.answerTimeout * 1000));
    const contacts = new Contacts(context, api);
    const groups = new Groups(context);
    const invitations = new Invitations(directory);
    const around = { context, wire, contacts, groups, suite: suiteOf(settings), signal: this.#ending.signal };
    this.#context = context;
    this.#wire = wire;
    this.#contacts = contacts;
    this.#groups = groups;
    this.#entrance = new Entrance(context, api);
    this.messages = new Messages(around);
    this.community = new Community({ ...around, api, invitations });
    this.#inbox = new Inbox({ journal: context, contacts, groups, invitations, messages: this.messages });
  }

  async connect(signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#ending.signal]);
    const { settings, network, memory } = this.#context;
    this.#recalled ??= Promise.all([this.#contacts.recall(), this.#groups.recall()]);
    await this.#recalled;
    const { token, key } = await this.#entrance.enter(either);
    const event = (name: string, args: unknown[], answer?: unknown) =>
      this.#inbox.event(name, args, answer !== undefined);
    const opening = { settings, network, token, event, signal: either };
    if ((await memory.get(lineMark)) !== undefined) await this.#callOnce(opening);
    const loss = new LineLoss();
    const line = await openLine(opening, loss.tell);
    loss.handTo((refusal) => this.#lost(line, refusal));
    if (either.aborted) {
      line.close();
      throw stopped();
    }
    this.community.admitted({ token, key });
    this.#opened(line);
    // Without it only the session itself knows how its last line ended.
    await memory.put(lineMark, `open since ${new Date().toISOString()}`).catch(() => {});
  }

  async close(): Promise<void> {
    this.#ending.abort();
    const { line } = this.#wire;
    line?.close();
    this.#ended();
    this.messages.close();
    // Where it stays, the next connection comes and goes once more than it must.
    if (line) await this.#context.memory.remove(lineMark).catch(() => {});
  }

  /** `payload`: JSON text of an object. */
  emit(input: { event: string; payload: string; acknowledge: boolean }): Performed {
    const { event, payload, acknowledge } = input;
    if (deadly[event] !== undefined) throw refused(deadly[event], 'Patchbay does not send it.');
    const telling = { event, payload, draft: { resend: { action: 'emit', input } } };
    return { entry: acknowledge ? this.#wire.ask(telling).recorded.id : this.#wire.tell(telling).id };
  }

  async #callOnce(opening: Parameters<typeof callOnce>[0]): Promise<void> {
    const preview = 'The last line was not ended cleanly: we come and go once, so that the service registers us.';
    this.#context.record({ direction: 'note', kind: 'registering', args: [], preview });
    await callOnce(opening);
  }

  #opened(line: SocketIoLine): void {
    this.#wire.line = line;
    noteOpen(this.#context, line.facts);
  }

  #lost(line: SocketIoLine, refusal: Refusal): void {
    if (this.#wire.line !== line) return;
    this.#ended();
    this.#context.lost(refusal.reason.code === 'server-closed' ? displaced(refusal) : refusal);
  }

  #ended(): void {
    this.#wire.lineLost();
    this.#contacts.lineLost();
    this.#groups.lineLost();
  }
}

/** Events that the service does not survive (observed on bowl-cloud, August 2023). */
const deadly: Readonly<Record<string, string | undefined>> = {
  contactRequestStatus: 'The event “contactRequestStatus” ends the whole server for everybody.',
  acceptContactRequest:
    'The event “acceptContactRequest” ends the whole server where there is no such request: use “Accept contact”.',
};

/** The server ends a line by itself for one reason only. */
function displaced({ reason }: Refusal): Refusal {
  const text = 'This account was connected from somewhere else: the service keeps one connection per account.';
  const hint = 'Connect to take it over again.';
  return new Refusal({ ...reason, text, hint }, { retry: false });
}

const refused = (text: string, hint: string) => new Refusal({ code: 'settings', text, hint }, { retry: false });
