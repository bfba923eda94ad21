import { diagnoseSockJs } from '../../../transports/sockjs.ts';
import type { Service } from '../../service.ts';
import { actions } from './actions.ts';
import { SockJsSession } from './session.ts';
import { addressOf, settings } from './settings.ts';

/** Any SockJS server. */
export const sockJs: Service<typeof settings, SockJsSession> = {
  id: 'sockjs',
  title: 'SockJS',
  summary: 'Any server: messages over WebSocket, HTTP streaming or polling, its raw WebSocket',
  badge: 'SJ',
  settings,
  actions,
  directory: [],
  firstStep: 'Send a message, or wait for one.',
  start: (context) => new SockJsSession(context),
  diagnose: (settings, network, signal) => diagnoseSockJs(addressOf(settings), network, signal),
};
