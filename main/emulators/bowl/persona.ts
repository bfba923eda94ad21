import type { KeyObject } from 'node:crypto';
import { open, openOfGroup, sealFor, sealForGroup } from './cipher.ts';
import type { Hub, Receiver } from './hub.ts';
import type { User } from './people.ts';
import { stamp } from './stamp.ts';

/** Milliseconds until a persona answers. */
const thinking = 600;

/** Somebody without a client: answers what is written, accepts what is asked. */
export class Persona implements Receiver {
  readonly user: User;
  /** Base64, by group. */
  readonly groupKeys = new Map<string, string>();
  readonly #hub: Hub;
  readonly #privateKey: KeyObject;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(hub: Hub, user: User, privateKey: KeyObject) {
    this.#hub = hub;
    this.user = user;
    this.#privateKey = privateKey;
  }

  arrive(): void {
    if (!this.#hub.isOnline(this.user)) this.#hub.enter(this.user, this);
  }

  depart(): void {
    if (this.#hub.isOnline(this.user)) this.#hub.leave(this.user, this);
  }

  reaches(other: User): boolean {
    return this.#hub.isOnline(other);
  }

  /** Encrypted for whatever key the other has now. Nothing happens while one of the two is offline. */
  write(to: User, text: string): void {
    if (!this.#hub.isOnline(this.user) || !this.#hub.isOnline(to)) return;
    const message = sealFor(to.publicKey, text);
    this.#hub.contactMessage(this.user, { ...stamp(), messageType: '', message, to: to.email });
  }

  writeToGroup(groupId: string, text: string): void {
    const key = this.groupKeys.get(groupId);
    if (key === undefined || !this.#hub.isOnline(this.user)) return;
    const message = sealForGroup(key, text);
    this.#hub.groupMessage(this.user, this, { groupId, ...stamp(), messageType: '', message });
  }

  /** Passes the group's key on. */
  invite(other: User, groupId: string): void {
    const key = this.groupKeys.get(groupId);
    if (key === undefined || !this.#hub.isOnline(other)) return;
    this.#hub.invite(this.user, { groupId, encryptedGroupKey: sealFor(other.publicKey, key), email: other.email });
  }

  befriend(other: User): void {
    if (this.#hub.isOnline(other)) this.#hub.requestContact(this.user, other.email);
  }

  emit(event: string, payload: unknown): void {
    const fields = typeof payload === 'string' ? JSON.parse(payload) : payload;
    if (event === 'contactChatMessage') this.#after(() => this.#answer(fields));
    if (event === 'contactRequestReceived') this.#after(() => this.#hub.acceptContact(this.user, fields.email));
    if (event === 'groupRequestReceived') this.#after(() => this.#join(fields));
    if (event === 'groupChatMessage') this.#answerGroup(fields);
  }

  displaced(): void {}

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #answer({ from, message }: { from: string; message: string }): void {
    const sender = this.#hub.people.find(from);
    const text = open(this.#privateKey, String(message));
    if (!sender) return;
    const words = text === undefined ? 'I cannot read this: is it encrypted with my key?' : `“${cut(text)}”: noted!`;
    this.write(sender, words);
  }

  /** Only what asks something is answered, so that personas do not answer each other for ever. */
  #answerGroup({ groupId, message }: { groupId: string; message: string }): void {
    const key = this.groupKeys.get(groupId);
    const text = key && openOfGroup(key, String(message));
    if (text?.endsWith('?'))
      this.#after(() => this.writeToGroup(groupId, `${this.user.name} says: let me look that up.`));
  }

  #join({ groupId, encryptedGroupKey }: { groupId: string; encryptedGroupKey: string }): void {
    const key = open(this.#privateKey, String(encryptedGroupKey));
    if (key === undefined) return;
    this.groupKeys.set(groupId, key);
    this.#hub.join(this.user, this, groupId);
    this.#after(() => this.writeToGroup(groupId, `Hello, ${this.user.name} is here.`));
  }

  #after(act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      attempt(act);
    }, thinking);
    this.#timers.add(timer);
  }
}

/** Others may be gone by now: the server's objections are nothing to a persona. */
export function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // As if it had not been tried.
  }
}

/** The answer has to fit into 245 bytes. */
const cut = (text: string) => ([...text].length > 40 ? `${[...text].slice(0, 40).join('')}…` : text);
