import type { Messaging } from './messaging.ts';
import type { Channel, Subscriber } from './subscriber.ts';

/** Who is in the demo. Nora and Omar are accounts for clients, the others are personas. */
export interface Cast {
  nora: Subscriber;
  omar: Subscriber;
  pia: Subscriber;
  quentin: Subscriber;
  desk: Channel;
}

export function makeCast(messaging: Messaging): Cast {
  const [nora, omar] = [messaging.addSubscriber('Nora'), messaging.addSubscriber('Omar')];
  const [pia, quentin] = [messaging.addSubscriber('Pia'), messaging.addSubscriber('Quentin')];
  Object.assign(pia, {
    availability: 'available',
    status: 'At the desk',
    attributes: { name: 'Pia', team: 'support' },
  });
  Object.assign(quentin, { availability: 'dnd', status: 'In a call', attributes: { name: 'Quentin', team: 'sales' } });
  const desk = messaging.addChannel('Service desk', [pia, nora, omar, quentin], { id: 'ch-desk' });
  messaging.addChannel('Early shift', [nora, pia], { id: 'ch-early' });
  return { nora, omar, pia, quentin, desk };
}
