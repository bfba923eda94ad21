import { Agent, type ClientRequestArgs } from 'node:http';
import { globalAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { Hold } from './hold.ts';
import type { Route } from './route.ts';

type Connected = (error: Error | null, socket: Duplex) => void;

/**
 * Serves `http`, `https`, `ws` and `wss` requests over a {@link Route}. A `signal` among the options, or that of the
 * request, gives a connection up that is still being made.
 */
export class RouteAgent extends Agent {
  /** Node refuses a request whose scheme differs from its agent's, unless the agent has none. */
  readonly protocol = undefined;
  readonly hold = new Hold();
  readonly #route: Route;

  constructor(route: Route) {
    super();
    this.#route = route;
  }

  override createConnection(options: ClientRequestArgs, connected?: Connected): undefined {
    const target = {
      host: (options.host ?? 'localhost').replace(/^\[|\]$/g, ''),
      port: Number(options.port),
      // The only trace that https.request leaves, whichever agent is given to it.
      secure: options._defaultAgent === globalAgent,
    };
    this.#route.connect(target, options.signal).then(
      (socket) => {
        this.hold.add(socket);
        connected?.(null, socket);
      },
      (error) => connected?.(error, undefined as never),
    );
  }
}
