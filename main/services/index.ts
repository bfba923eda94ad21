import { app2app } from './app2app/service.ts';
import { appwebsocket } from './appwebsocket/service.ts';
import { bowl } from './bowl/service.ts';
import { cloudonix } from './cloudonix/service.ts';
import { socketIo } from './plain/socket-io/service.ts';
import { socketCluster } from './plain/socketcluster/service.ts';
import { sockJs } from './plain/sockjs/service.ts';
import { webSocket } from './plain/websocket/service.ts';
import { push } from './push/service.ts';
import type { Services } from './service.ts';

export { describe } from './form.ts';

/** Every service there is, by id, in the order they are offered. Adding one: see README.md. */
export const services: Services = {
  app2app,
  cloudonix,
  push,
  appwebsocket,
  bowl,
  'socket-io': socketIo,
  sockjs: sockJs,
  socketcluster: socketCluster,
  websocket: webSocket,
};
