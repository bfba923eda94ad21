import { randomBytes } from 'node:crypto';
import { makeGroupKey, makeKeys } from './cipher.ts';
import type { Group } from './groups.ts';
import type { Hub } from './hub.ts';
import type { User } from './people.ts';
import { Persona } from './persona.ts';

/** Who is in the demo. Ada and Ben are accounts for clients, the others are personas. */
export interface Cast {
  ada: User;
  ben: User;
  /** A contact of both, who comes and goes. */
  carol: Persona;
  /** Admin of the group. */
  dora: Persona;
  /** Wants to be a contact of Ben's. */
  emil: Persona;
  group: Group;
  groupKey: string;
}

/** Ada and Ben begin with a key of some other device; Ben is in the group already, and has lost its key with it. */
export async function makeCast(hub: Hub): Promise<Cast> {
  const [ada, ben, carol, dora, emil] = await Promise.all([
    addAccount(hub, 'Ada'),
    addAccount(hub, 'Ben'),
    addPersona(hub, 'Carol'),
    addPersona(hub, 'Dora'),
    addPersona(hub, 'Emil'),
  ]);
  const groupKey = makeGroupKey();
  const group = hub.groups.add('Harbour office', 'Ships, berths and tides', dora.user);
  dora.groupKeys.set(group.id, groupKey);
  for (const member of [carol, ben]) group.members.set('user' in member ? member.user.id : member.id, false);
  carol.groupKeys.set(group.id, groupKey);
  for (const account of [ada, ben]) hub.befriend(carol.user, account);
  for (const persona of [carol, dora, emil]) persona.arrive();
  return { ada, ben, carol, dora, emil, group, groupKey };
}

async function addAccount(hub: Hub, name: string): Promise<User> {
  return addUser(hub, name, (await makeKeys()).publicKey);
}

async function addPersona(hub: Hub, name: string): Promise<Persona> {
  const { privateKey, publicKey } = await makeKeys();
  return new Persona(hub, addUser(hub, name, publicKey), privateKey);
}

function addUser(hub: Hub, name: string, publicKey: string): User {
  const password = `Demo-${randomBytes(9).toString('hex')}7a`;
  const user = hub.people.add({ name, email: `${name.toLowerCase()}@example.com`, password, publicKey });
  user.verified = true;
  return user;
}
