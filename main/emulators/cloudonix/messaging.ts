import { randomUUID } from 'node:crypto';
import { Deliveries } from './deliveries.ts';
import type { Line, Outcome } from './line.ts';
import { type ClientMessage, type ClientType, clientMessages, type ServerMessage } from './message.ts';
import type { CloudonixOptions } from './options.ts';
import { type Channel, Subscriber } from './subscriber.ts';

type Take<Type extends ClientType> = (
  subscriber: Subscriber,
  message: ClientMessage<Type>,
  id: string | undefined,
) => Outcome;

const refused: Outcome = { status: false };

/** The service: subscribers, their channels, and what each client message does. */
export class Messaging {
  readonly subscribers = new Map<string, Subscriber>();
  readonly channels = new Map<string, Channel>();
  readonly deliveries = new Deliveries();
  readonly #ids: CloudonixOptions['ids'];

  constructor(ids: CloudonixOptions['ids']) {
    this.#ids = ids;
  }

  addSubscriber(name: string): Subscriber {
    const subscriber = new Subscriber(name);
    this.subscribers.set(subscriber.id, subscriber);
    return subscriber;
  }

  addChannel(name: string, members: readonly Subscriber[], more: Partial<Channel> = {}): Channel {
    const [administrator] = members;
    const channel: Channel = {
      id: `ch-${randomUUID().slice(0, 8)}`,
      name,
      inviteToken: randomUUID(),
      attributes: {},
      ...more,
      members: new Map(members.map((member) => [member, { administrator: member === administrator }])),
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** What somebody is told on a new line. That anything is told then is assumed. */
  welcome(line: Line): void {
    const { subscriber } = line;
    subscriber.lines.add(line);
    line.tell(this.#memberships(subscriber));
    for (const channel of this.#channelsOf(subscriber)) line.tell(this.#subscribers(channel, subscriber));
    for (const message of subscriber.collect()) this.#handOver(subscriber, message);
  }

  /** Who has no line left is seen no more. */
  left(line: Line): void {
    const { subscriber } = line;
    if (!subscriber.lines.delete(line) || subscriber.lines.size > 0) return;
    subscriber.availability = 'invisible';
    this.changed(subscriber);
  }

  /** Somebody's presence changed: every member of their channels is told. */
  changed(subscriber: Subscriber): void {
    for (const channel of this.#channelsOf(subscriber)) this.#tellMembers(channel);
  }

  /** Fields that are wrong make the message one that is not handled: status false. */
  take(subscriber: Subscriber, type: ClientType, id: string | undefined, fields: object): Outcome {
    const read = clientMessages[type].safeParse(fields);
    if (!read.success) return refused;
    // The type names both the schema and what takes its output.
    const take = this.#takers[type] as Take<ClientType>;
    return take(subscriber, read.data, id);
  }

  /** Sends a message of `from`; the id is what delivery reports name. */
  post(from: Subscriber, message: ServerMessage, to: readonly Subscriber[]): void {
    const id = String(message['message-id']);
    this.deliveries.begin(id, from);
    for (const recipient of to) this.#handOver(recipient, message);
  }

  #handOver(recipient: Subscriber, message: ServerMessage): void {
    if (recipient.receive(message)) this.deliveries.advance(String(message['message-id']), 'received');
  }

  readonly #takers: { [Type in ClientType]: Take<Type> } = {
    announce: (subscriber, { status = '', availability, attributes }) => {
      Object.assign(subscriber, { status, availability, ...(attributes && { attributes }) });
      return { status: true, follow: () => this.changed(subscriber) };
    },
    unannounce: (subscriber) => {
      Object.assign(subscriber, { availability: 'invisible', status: '' });
      return { status: true, follow: () => this.changed(subscriber) };
    },
    'create-channel': (subscriber, { name, attributes = {}, 'invite-token': inviteToken = randomUUID() }) => {
      if (this.#invitedBy(inviteToken)) return refused;
      const channel = this.addChannel(name, [subscriber], { inviteToken, attributes });
      return { status: true, answer: this.#invitation(channel), follow: () => this.#joined(channel, subscriber) };
    },
    'join-channel': (subscriber, { 'invite-token': token }) => {
      const channel = this.#invitedBy(token);
      if (!channel) return refused;
      channel.members.set(subscriber, channel.members.get(subscriber) ?? { administrator: false });
      return { status: true, follow: () => this.#joined(channel, subscriber) };
    },
    'leave-channel': (subscriber, { 'channel-id': id }) => {
      const channel = this.channels.get(id);
      if (!channel?.members.delete(subscriber)) return refused;
      return { status: true, follow: () => this.#joined(channel, subscriber) };
    },
    invite: (subscriber, { 'channel-id': id, subscriber: invited }) => {
      const channel = this.channels.get(id);
      const guest = this.subscribers.get(invited);
      if (!guest || !channel?.members.get(subscriber)?.administrator) return refused;
      return { status: true, follow: () => guest.tell(this.#invitation(channel)) };
    },
    'list-memberships': (subscriber) => ({ status: true, answer: this.#memberships(subscriber) }),
    'list-subscribers': (subscriber, { 'channel-id': id }) => {
      const channel = this.channels.get(id);
      return channel?.members.has(subscriber)
        ? { status: true, answer: this.#subscribers(channel, subscriber) }
        : refused;
    },
    'direct-message': (subscriber, { to, text }, id) => {
      const recipient = this.subscribers.get(to);
      return recipient ? this.#accept(subscriber, { type: 'direct-message', to, text }, [recipient], id) : refused;
    },
    'channel-message': (subscriber, { 'channel-id': channelId, text }, id) => {
      const channel = this.channels.get(channelId);
      if (!channel?.members.has(subscriber)) return refused;
      const others = [...channel.members.keys()].filter((member) => member !== subscriber);
      return this.#accept(subscriber, { type: 'channel-message', 'channel-id': channelId, text }, others, id);
    },
    'report-delivery': (_, { 'message-id': id, status }) =>
      this.deliveries.knows(id) ? { status: true, follow: () => this.deliveries.advance(id, status) } : refused,
  };

  #accept(from: Subscriber, message: ServerMessage, to: readonly Subscriber[], id: string | undefined): Outcome {
    const messageId = this.#ids === 'transaction' && id !== undefined ? id : randomUUID();
    const sent = { ...message, 'message-id': messageId, from: from.id, sent: new Date().toISOString() };
    const told = this.#ids === 'assigned' && { told: { 'message-id': messageId } };
    return { status: true, ...told, follow: () => this.post(from, sent, to) };
  }

  #joined(channel: Channel, subscriber: Subscriber): void {
    subscriber.tell(this.#memberships(subscriber));
    this.#tellMembers(channel);
  }

  #tellMembers(channel: Channel): void {
    for (const member of channel.members.keys()) member.tell(this.#subscribers(channel, member));
  }

  #invitedBy(token: string): Channel | undefined {
    return [...this.channels.values()].find(({ inviteToken }) => inviteToken === token);
  }

  #channelsOf(subscriber: Subscriber): Channel[] {
    return [...this.channels.values()].filter(({ members }) => members.has(subscriber));
  }

  #invitation({ id, name, inviteToken, attributes }: Channel): ServerMessage {
    return { type: 'invitation', 'channel-id': id, name, 'invite-token': inviteToken, attributes };
  }

  #memberships(subscriber: Subscriber): ServerMessage {
    const memberships = this.#channelsOf(subscriber).map(({ id, name, members }) => ({
      'channel-id': id,
      name,
      administrator: members.get(subscriber)?.administrator === true,
    }));
    return { type: 'memberships', memberships };
  }

  /** Who is invisible is shown to nobody else. */
  #subscribers({ id, members }: Channel, viewer: Subscriber): ServerMessage {
    const shown = [...members].filter(([member]) => member === viewer || member.availability !== 'invisible');
    const subscribers = shown.map(([{ id: member, status, availability, attributes }, { administrator }]) => ({
      id: member,
      status,
      availability,
      administrator,
      attributes,
    }));
    return { type: 'subscribers', 'channel-id': id, subscribers };
  }
}
