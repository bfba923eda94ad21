import { diagnoseSocketIo } from '../../../transports/socket-io.ts';
import type { Service } from '../../service.ts';
import { actions } from './actions.ts';
import { SocketIoSession } from './session.ts';
import { addressOf, settings } from './settings.ts';

/** Any Socket.IO server of generation 2, 3 or 4. */
export const socketIo: Service<typeof settings, SocketIoSession> = {
  id: 'socket-io',
  title: 'Socket.IO',
  summary: 'Any server: events with any arguments, acknowledgements, namespaces',
  badge: 'IO',
  settings,
  actions,
  directory: [{ kind: 'event', title: 'Events', empty: 'No event has come or gone yet.' }],
  firstStep: 'Emit an event, or wait for one.',
  start: (context) => new SocketIoSession(context),
  diagnose: (settings, network, signal) => diagnoseSocketIo(addressOf(settings), network, signal),
};
