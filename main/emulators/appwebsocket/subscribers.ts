import type { Line } from './line.ts';
import { type Message, text } from './message.ts';

/** Who asked to be told: each line once, under the `src` and `api` it asked with. */
export class Subscribers {
  readonly #requests = new Map<Line, Message>();

  add(line: Line, request: Message): void {
    this.#requests.set(line, request);
  }

  /** Also for lines that are gone. */
  remove(line: Line): void {
    this.#requests.delete(line);
  }

  tell(mt: string, indication: (line: Line) => Message): void {
    for (const line of this.#requests.keys()) this.tellOne(line, mt, indication(line));
  }

  tellOne(line: Line, mt: string, indication: Message): void {
    const request = this.#requests.get(line);
    if (!request) return;
    const src = 'src' in request ? { src: request.src } : {};
    line.send({ mt, api: text(request, 'api'), ...src, ...indication });
  }
}
