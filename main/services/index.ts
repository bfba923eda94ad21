import { app2app } from './app2app/service.ts';
import { socketIo } from './plain/socket-io/service.ts';
import { webSocket } from './plain/websocket/service.ts';
import type { Services } from './service.ts';

export { describe } from './form.ts';

/** Every service there is, by id, in the order they are offered. Adding one: see README.md. */
export const services: Services = { app2app, 'socket-io': socketIo, websocket: webSocket };
