import type { Service } from '../service.ts';
import { actions } from './actions.ts';
import { diagnose } from './diagnosis.ts';
import { AppwebsocketSession } from './session.ts';
import { settings } from './settings.ts';
import { tools } from './workbench.ts';

/** innovaphone AppWebsocket: JSON messages between apps, users and a PBX, over a WebSocket. */
export const appwebsocket: Service<typeof settings, AppwebsocketSession> = {
  id: 'appwebsocket',
  title: 'innovaphone AppWebsocket',
  summary: 'Messages of an innovaphone PBX and its app services',
  badge: 'IA',
  settings,
  actions,
  tools,
  directory: [
    { kind: 'service', title: 'Services', empty: 'List the services of the PBX to see them here.' },
    { kind: 'presence', title: 'Presence', empty: 'Watch somebody’s presence to see it here.' },
  ],
  firstStep: 'List the services of the PBX, watch somebody’s presence, or send a message of an app’s API.',
  start: (context) => new AppwebsocketSession(context),
  diagnose,
};
