import { objectId, type User } from './people.ts';

export interface Group {
  readonly id: string;
  name: string;
  description: string;
  /** Members by id, and whether they are admins. */
  readonly members: Map<string, boolean>;
}

/** All groups. */
export class Groups {
  readonly #byId = new Map<string, Group>();

  add(name: string, description: string, admin: User): Group {
    const group: Group = { id: objectId(), name, description, members: new Map([[admin.id, true]]) };
    this.#byId.set(group.id, group);
    return group;
  }

  get(id: unknown): Group | undefined {
    return typeof id === 'string' ? this.#byId.get(id) : undefined;
  }

  of(user: User): Group[] {
    return [...this.#byId.values()].filter(({ members }) => members.has(user.id));
  }

  isAdmin(id: unknown, user: User): boolean {
    return this.get(id)?.members.get(user.id) === true;
  }
}
