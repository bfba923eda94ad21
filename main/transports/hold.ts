import type { Duplex } from 'node:stream';

/**
 * Sockets that can be left unread for a while, so that their servers have to wait. Those who use a socket may pause and
 * resume it meanwhile as they like: it is read again when neither they nor the hold want it paused.
 */
export class Hold {
  readonly #sockets = new Set<Duplex>();
  /** Those that are held, and whether whoever uses them would read them. */
  readonly #held = new Map<Duplex, boolean>();

  /** `socket`: as long as it is open. */
  add(socket: Duplex): void {
    const { pause, resume } = socket;
    socket.pause = () => {
      if (this.#held.has(socket)) this.#held.set(socket, false);
      return pause.call(socket);
    };
    // Listening for data resumes as well.
    socket.resume = () => {
      if (!this.#held.has(socket)) return resume.call(socket);
      this.#held.set(socket, true);
      return socket;
    };
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#held.delete(socket);
    });
  }

  /** Holds those that are in use now; one that is still being opened is left to it until this is called again. */
  hold(): void {
    for (const socket of this.#sockets) {
      const flowing = socket.readableFlowing;
      if (flowing === null || this.#held.has(socket)) continue;
      socket.pause();
      this.#held.set(socket, flowing);
    }
  }

  release(): void {
    const wanted = [...this.#held].flatMap(([socket, wants]) => (wants ? [socket] : []));
    this.#held.clear();
    for (const socket of wanted) socket.resume();
  }
}
