import { diagnoseSocketCluster } from '../../../transports/socketcluster.ts';
import type { Service } from '../../service.ts';
import { actions } from './actions.ts';
import { SocketClusterSession } from './session.ts';
import { addressOf, settings } from './settings.ts';

/** Any SocketCluster server, of either protocol version. */
export const socketCluster: Service<typeof settings, SocketClusterSession> = {
  id: 'socketcluster',
  title: 'SocketCluster',
  summary: 'Any server: events, calls, channels and tokens',
  badge: 'SC',
  settings,
  actions,
  directory: [{ kind: 'channel', title: 'Channels', empty: 'Subscribe to a channel to see it here.' }],
  firstStep: 'Subscribe to a channel, or send an event.',
  start: (context) => new SocketClusterSession(context),
  diagnose: (settings, network, signal) => diagnoseSocketCluster(addressOf(settings), network, signal),
};
