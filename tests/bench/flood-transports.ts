import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { create } from 'socketcluster-client';
import { attach } from 'socketcluster-server';
import sockjs from 'sockjs';
import SockJs from 'sockjs-client';
import { WebSocket, WebSocketServer } from 'ws';

/** The plain services that the benchmark floods; each names its transport too. */
export const transports = ['socket-io', 'sockjs', 'socketcluster', 'websocket'] as const;
export type Transport = (typeof transports)[number];

export function isTransport(name: string | undefined): name is Transport {
  return (transports as readonly (string | undefined)[]).includes(name);
}

/** Numbered messages from 0; `perSecond` on each line, null for as fast as it goes. */
export interface Ordered {
  count: number;
  perSecond: number | null;
}

/** The address of a server on this machine, as settings and clients take it. */
export function urlOf(transport: Transport, port: number): string {
  if (transport === 'socket-io') return `http://127.0.0.1:${port}`;
  if (transport === 'sockjs') return `http://127.0.0.1:${port}/flood`;
  return `ws://127.0.0.1:${port}/${transport === 'socketcluster' ? 'socketcluster/' : ''}`;
}

const filler = 'x'.repeat(120);

function messageOf(number: number) {
  return { type: 'message', number, text: `message ${number} ${filler}`, sent: Date.now() };
}

/** Serves the real package of a transport; answers what sends a numbered message to each who is connected. */
export function serve(transport: Transport, http: HttpServer, onChanged: () => void): Set<(number: number) => void> {
  const lines = new Set<(number: number) => void>();
  const join = (send: (number: number) => void) => {
    lines.add(send);
    onChanged();
    return () => lines.delete(send);
  };
  servers[transport](http, join);
  return lines;
}

type Join = (send: (number: number) => void) => () => void;

const servers: Record<Transport, (http: HttpServer, join: Join) => void> = {
  'socket-io': (http, join) => {
    new Server(http, { serveClient: false, perMessageDeflate: false }).on('connection', (socket) => {
      socket.on(
        'disconnect',
        join((number) => socket.emit('data', messageOf(number))),
      );
    });
  },
  sockjs: (http, join) => {
    const server = sockjs.createServer({ log: () => {} });
    server.on('connection', (line) =>
      line.on(
        'close',
        join((number) => line.write(JSON.stringify(messageOf(number)))),
      ),
    );
    server.installHandlers(http, { prefix: '/flood' });
  },
  socketcluster: async (http, join) => {
    const server = attach(http);
    for await (const { socket } of server.listener('connection')) {
      join((number) => void socket.transmit('data', messageOf(number), {}));
    }
  },
  websocket: (http, join) => {
    new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
      socket.on(
        'close',
        join((number) => socket.send(JSON.stringify(messageOf(number)))),
      );
    });
  },
};

/** Connects the bare client library; `onMessage` for each message, which it has parsed. */
export const bareClients: Record<Transport, (url: string, onOpen: () => void, onMessage: () => void) => void> = {
  'socket-io': (url, onOpen, onMessage) => {
    // Over WebSocket at once, as the console's line is when the flood begins.
    const socket = io(url, { reconnection: false, transports: ['websocket'] });
    socket.on('connect', onOpen);
    socket.on('data', onMessage);
  },
  sockjs: (url, onOpen, onMessage) => {
    const socket = new SockJs(url);
    socket.onopen = onOpen;
    socket.onmessage = ({ data }) => {
      JSON.parse(data);
      onMessage();
    };
  },
  socketcluster: async (url, onOpen, onMessage) => {
    const { hostname, port } = new URL(url);
    const socket = create({ hostname, port: Number(port), autoReconnect: false });
    void socket.listener('connect').once().then(onOpen);
    for await (const _ of socket.receiver('data')) onMessage();
  },
  websocket: (url, onOpen, onMessage) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on('open', onOpen);
    socket.on('message', (data) => {
      JSON.parse(String(data));
      onMessage();
    });
  },
};
