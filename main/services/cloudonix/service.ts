import type { Service } from '../service.ts';
import { actions } from './actions.ts';
import { diagnose } from './diagnosis.ts';
import { CloudonixSession } from './session.ts';
import { settings } from './settings.ts';

/** Cloudonix API.Messaging: messages and presence of subscribers and their channels, over SockJS. */
export const cloudonix: Service<typeof settings, CloudonixSession> = {
  id: 'cloudonix',
  title: 'Cloudonix API.Messaging',
  summary: 'Messages, presence and channels of Cloudonix subscribers',
  badge: 'CX',
  settings,
  actions,
  directory: [
    { kind: 'channel', title: 'Channels', empty: 'The service has not named any channel. Create one, or be invited.' },
    { kind: 'subscriber', title: 'Subscribers', empty: 'The service has not named anybody yet.' },
    { kind: 'type', title: 'Message types', empty: 'The profile lists none. Any type can be sent as JSON.' },
  ],
  firstStep: 'Announce yourself, create a channel, or compose one of the message types.',
  start: (context) => new CloudonixSession(context),
  diagnose,
};
