import type { Destination } from './destination.ts';
import type { Environment, Membership } from './environment.ts';
import { type Identity, makeIdentity } from './identity.ts';

/** Somebody with a membership and one destination; `identity` where they hold their own key. */
export interface Party {
  membership: Membership;
  destination: Destination;
  identity: Identity | undefined;
}

/** Who is in the demo. Alice and Bob are accounts for clients, the others are personas. */
export interface Cast {
  alice: Party;
  bob: Party & { identity: Identity };
  carol: Party & { identity: Identity };
  mallory: Party & { identity: Identity };
  /** Seals reach him whose keys nobody else has. */
  dave: Party & { identity: Identity };
}

export async function makeCast(environment: Environment): Promise<Cast> {
  const [alice, bob, carol, mallory, dave] = await Promise.all([
    addManaged(environment, 'alice'),
    addExternal(environment, 'bob'),
    addExternal(environment, 'carol'),
    addExternal(environment, 'mallory'),
    addExternal(environment, 'dave'),
  ]);
  return { alice, bob, carol, mallory, dave };
}

async function addManaged(environment: Environment, name: string): Promise<Party> {
  const membership = environment.addMembership();
  return { membership, destination: await environment.addDestination(membership, name, true), identity: undefined };
}

async function addExternal(environment: Environment, name: string): Promise<Party & { identity: Identity }> {
  const membership = environment.addMembership();
  const destination = await environment.addDestination(membership, name, false);
  const identity = await makeIdentity(destination.subject);
  destination.certificate = identity.certificate;
  return { membership, destination, identity };
}
