import type { DirectoryItem } from '../../../preload/contract/index.ts';
import { Refusal } from '../../refusal.ts';
import type { Context } from '../service.ts';
import { countersOf, detailOf, presenceOf } from './contacts.ts';
import { type KeptGroup, keepGroups, readKeptGroups } from './group-keys.ts';
import type { PublicKey } from './public-key.ts';

/** More are not shown: a hostile server could name them without end. */
const groupsKept = 1000;
const membersKept = 5000;

interface Member {
  group: string;
  email: string;
  name: string;
  key: PublicKey | undefined;
  admin: boolean;
  online: boolean | undefined;
}

interface Group {
  id: string;
  name: string;
  description: string;
  received: number;
  sent: number;
}

type GroupsContext = Pick<Context<unknown>, 'directory' | 'memory' | 'conceal' | 'retryVerdicts'>;

/** The groups in the directory with their members, and the keys we have of them. */
export class Groups {
  readonly #context: GroupsContext;
  readonly #known = new Map<string, Group>();
  readonly #members = new Map<string, Member>();
  #kept = new Map<string, KeptGroup>();

  constructor(context: GroupsContext) {
    this.#context = context;
  }

  /** Brings back the groups whose keys were kept in earlier sessions. */
  async recall(): Promise<void> {
    const kept = readKeptGroups(await this.#context.memory.get('group-keys'));
    this.#kept = new Map([...kept, ...this.#kept]);
    for (const [id, { name, description, key }] of kept) {
      this.#context.conceal(key);
      this.learn(id, { name, description });
    }
  }

  /** Throws a Refusal where we have none. */
  keyOf(id: string): string {
    const kept = this.#kept.get(id);
    if (kept) return kept.key;
    const hint = 'Accept an invitation to it, or have a member invite us again.';
    const text = 'There is no key of this group, so nothing can be encrypted for it.';
    throw new Refusal({ code: 'settings', text, hint }, { retry: false });
  }

  nameOf(id: string): string | undefined {
    return this.#known.get(id)?.name;
  }

  /** From now on messages of this group are opened, the ones that came before too. Rejects when the disk refuses. */
  async keep(id: string, group: KeptGroup): Promise<void> {
    this.#context.conceal(group.key);
    this.#kept.set(id, group);
    this.learn(id, { name: group.name, description: group.description });
    await keepGroups(this.#context.memory, this.#kept);
    this.#context.retryVerdicts();
  }

  async rename(id: string, names: Pick<KeptGroup, 'name' | 'description'>): Promise<void> {
    this.learn(id, names);
    const kept = this.#kept.get(id);
    if (!kept) return;
    this.#kept.set(id, { ...kept, ...names });
    await keepGroups(this.#context.memory, this.#kept);
  }

  learn(id: string, news: Partial<Group> = {}): void {
    const before = this.#known.get(id);
    if (!before && this.#known.size >= groupsKept) return;
    const group = { id, name: '', description: '', received: 0, sent: 0, ...before, ...news };
    this.#known.set(id, group);
    this.#context.directory.put(this.#item(group));
  }

  counted(id: string, counter: 'received' | 'sent'): void {
    this.learn(id, { [counter]: (this.#known.get(id)?.[counter] ?? 0) + 1 });
  }

  hasMember(id: string, email: string): boolean {
    return this.#members.has(memberId(id, email));
  }

  isMember(email: string): boolean {
    return this.#of(email).length > 0;
  }

  member(group: string, email: string, news: Partial<Member>): void {
    const id = memberId(group, email);
    const before = this.#members.get(id);
    if (!before && this.#members.size >= membersKept) return;
    this.learn(group);
    const fresh = { group, email, name: '', key: undefined, admin: false, online: undefined };
    const member = { ...fresh, ...before, ...news };
    this.#members.set(id, member);
    this.#context.directory.put(memberItem(id, member));
  }

  presence(email: string, online: boolean): void {
    for (const { group } of this.#of(email)) this.member(group, email, { online });
  }

  /** The other members who are online, by group; all others of these groups are not. */
  onlyOnline(online: ReadonlyMap<string, ReadonlySet<string>>): void {
    for (const { group, email } of this.#members.values()) {
      if (online.has(group)) this.member(group, email, { online: false });
    }
    for (const [group, emails] of online) {
      this.learn(group);
      for (const email of emails) this.member(group, email, { online: true });
    }
  }

  lineLost(): void {
    for (const { group, email } of this.#members.values()) this.member(group, email, { online: undefined });
  }

  #of(email: string): Member[] {
    return [...this.#members.values()].filter((member) => member.email === email);
  }

  #item({ id, name, description, received, sent }: Group): DirectoryItem {
    return {
      kind: 'group',
      id,
      title: name === '' ? id : name,
      ...(description !== '' && { detail: description }),
      badges: [this.#kept.has(id) ? 'key kept' : 'no key'],
      counters: countersOf({ received, sent }),
      offers: [
        { label: 'Message', action: 'message-group', input: { group: id }, how: 'compose' },
        { label: 'Invite', action: 'invite', input: { group: id }, how: 'compose' },
        { label: 'Edit', action: 'edit-group', input: { group: id, name, description }, how: 'compose' },
      ],
    };
  }
}

const memberId = (group: string, email: string) => `${group} ${email}`;

function memberItem(id: string, { group, email, name, key, admin, online }: Member): DirectoryItem {
  return {
    kind: 'member',
    id,
    title: name === '' ? email : name,
    ...detailOf({ name, email, key }),
    parent: group,
    ...(online !== undefined && { presence: presenceOf(online) }),
    badges: admin ? ['admin'] : [],
    counters: [],
    offers: [
      { label: 'Message', action: 'message-contact', input: { to: email }, how: 'compose' },
      { label: 'Request contact', action: 'request-contact', input: { email }, how: 'run' },
    ],
  };
}
