import { app2appPeers } from './app2app-peer.ts';
import { appwebsocketPeers } from './appwebsocket-peer.ts';
import { bowlPeers } from './bowl-peer.ts';
import { cloudonixPeers } from './cloudonix-peer.ts';
import type { PeerDescription } from './peer.ts';
import { pushPeers } from './push-peer.ts';
import { socketIoPeers } from './socket-io-peer.ts';
import { socketClusterPeers } from './socketcluster-peer.ts';
import { sockJsPeers } from './sockjs-peer.ts';
import { webSocketPeers } from './websocket-peer.ts';

/** At least one for every service. */
export const peers: PeerDescription[] = [
  ...app2appPeers,
  ...cloudonixPeers,
  ...pushPeers,
  ...appwebsocketPeers,
  ...bowlPeers,
  ...socketIoPeers,
  ...sockJsPeers,
  ...socketClusterPeers,
  ...webSocketPeers,
];
