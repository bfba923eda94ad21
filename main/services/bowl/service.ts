import type { Service } from '../service.ts';
import { actions } from './actions.ts';
import { diagnose } from './diagnosis.ts';
import { judge } from './judge.ts';
import { BowlSession } from './session.ts';
import { settings } from './settings.ts';
import { tools } from './workbench.ts';

/** Bowl Chat: contacts and groups, encrypted by the clients, over HTTP and Socket.IO. */
export const bowl: Service<typeof settings, BowlSession> = {
  id: 'bowl',
  title: 'Bowl',
  summary: 'Bowl Chat: encrypted messages between contacts and in groups',
  badge: 'BO',
  settings,
  actions,
  tools,
  directory: [
    { kind: 'request', title: 'Requests', empty: 'Nobody asks to be a contact, or invites us to a group.' },
    { kind: 'contact', title: 'Contacts', empty: 'No contact has been online yet. Request one by e-mail address.' },
    { kind: 'group', title: 'Groups', empty: 'Create a group, or accept an invitation to one.' },
    { kind: 'member', title: 'Members', empty: 'Members are named when one joins a group, or is online.' },
  ],
  firstStep: 'Message a contact who is online, or request one by e-mail address.',
  remembers: 'The same goes for the key pair that Patchbay makes, and for the keys of contacts and groups.',
  start: (context) => new BowlSession(context),
  judge,
  diagnose,
};
