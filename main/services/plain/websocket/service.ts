import { diagnoseWebSocket } from '../../../transports/websocket.ts';
import type { Service } from '../../service.ts';
import { actions } from './actions.ts';
import { WebSocketSession } from './session.ts';
import { addressOf, settings } from './settings.ts';

/** Any WebSocket server. */
export const webSocket: Service<typeof settings, WebSocketSession> = {
  id: 'websocket',
  title: 'WebSocket',
  summary: 'Any server: text and binary messages, pings, subprotocols, close codes',
  badge: 'WS',
  settings,
  actions,
  directory: [],
  firstStep: 'Send a message, or wait for one.',
  start: (context) => new WebSocketSession(context),
  diagnose: (settings, network, signal) => diagnoseWebSocket(addressOf(settings), network, signal),
};
