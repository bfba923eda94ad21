import type { Account } from '../emulator.ts';
import type { Cast, Party } from './cast.ts';
import type { Environment } from './environment.ts';

/** Alice lets the service manage her keys; Bob holds his own, and the certificate of everyone who signs. */
export function makeAccounts(url: string, environment: Environment, cast: Cast): Account[] {
  const { alice, bob, carol, mallory } = cast;
  const settingsOf = ({ membership, destination }: Party) => ({
    endpoint: url,
    user: membership.user,
    password: membership.password,
    subscribe: [destination.uri],
    managementUrl: url.replace(/^ws/, 'http'),
    runtimeId: environment.runtime,
    apiKey: membership.apiKey,
  });
  return [
    { name: 'Alice (demo)', settings: settingsOf(alice), keys: [bob, carol].map(peer) },
    {
      name: 'Bob (demo)',
      settings: settingsOf(bob),
      keys: [{ kind: 'identity', address: bob.destination.uri, ...bob.identity }, ...[alice, carol, mallory].map(peer)],
    },
  ];
}

function peer({ destination }: Party): Account['keys'][number] {
  return { kind: 'peer', address: destination.uri, certificate: destination.certificate ?? '' };
}
