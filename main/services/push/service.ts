import type { Service } from '../service.ts';
import { actions } from './actions.ts';
import { diagnose } from './diagnosis.ts';
import { PushSession } from './session.ts';
import { settings } from './settings.ts';

/** A visitor's conversation with a channel of Push, over SocketCluster 9. */
export const push: Service<typeof settings, PushSession> = {
  id: 'push',
  title: 'Push',
  summary: 'A visitor’s conversation with a channel of the Push platform',
  badge: 'PU',
  settings,
  actions,
  directory: [{ kind: 'session', title: 'Sessions', empty: 'The session shows here once it is registered.' }],
  firstStep: 'Send a text, such as “Hello”, and wait for the answer.',
  remembers: 'The same goes for the visitor’s session: unless it is kept, a restart begins a new conversation.',
  start: (context) => new PushSession(context),
  diagnose,
};
