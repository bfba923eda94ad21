import type { Account } from '../emulator.ts';
import type { Cast, Party } from './cast.ts';

/** Alice lets the service manage her keys; Bob holds his own, and everybody's certificate who signs. */
export function makeAccounts(url: string, cast: Cast): Account[] {
  const { alice, bob, carol, mallory } = cast;
  return [
    { name: 'Alice (demo)', settings: settingsOf(url, alice), keys: [bob, carol].map(peer) },
    {
      name: 'Bob (demo)',
      settings: settingsOf(url, bob),
      keys: [{ kind: 'identity', address: bob.destination.uri, ...bob.identity }, ...[alice, carol, mallory].map(peer)],
    },
  ];
}

function settingsOf(url: string, { membership, destination }: Party): Account['settings'] {
  return { endpoint: url, user: membership.user, password: membership.password, subscribe: [destination.uri] };
}

function peer({ destination }: Party): Account['keys'][number] {
  return { kind: 'peer', address: destination.uri, certificate: destination.certificate ?? '' };
}
