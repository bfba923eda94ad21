import type { Service } from '../service.ts';
import { actions } from './actions.ts';
import { diagnose } from './diagnosis.ts';
import { judge } from './judge.ts';
import { App2AppSession } from './session.ts';
import { settings } from './settings.ts';

/** Kaleido App2App Messaging: bilateral messages between destinations, over Socket.IO. */
export const app2app: Service<typeof settings, App2AppSession> = {
  id: 'app2app',
  title: 'App2App Messaging',
  summary: 'Kaleido’s messages between the destinations of an environment’s members',
  badge: 'A2',
  settings,
  actions,
  directory: [
    { kind: 'destination', title: 'Own destinations', empty: 'Subscribe to one of your destinations to see it here.' },
    { kind: 'membership', title: 'Memberships', empty: 'The addressbook has not named any other membership.' },
    { kind: 'peer', title: 'Destinations of others', empty: 'The addressbook has not named any destination.' },
  ],
  firstStep: 'Subscribe to one of your destinations, then produce a message to it or wait for one.',
  start: (context) => new App2AppSession(context),
  judge,
  diagnose,
};
