import { own } from '../../own.ts';
import type { DirectoryWriter } from '../service.ts';
import { dialable, type Mapping } from './address.ts';
import { type Reading, textOf } from './message.ts';

const listLimit = 1000;

/**
 * What the PBX says of its services. `ServicesInfo` is taken for the whole list: what it no longer names is gone, which
 * is our inference, as the vendor's page shows one list only.
 */
export class Services {
  readonly #directory: DirectoryWriter;
  readonly #mappings: readonly Mapping[];

  constructor(directory: DirectoryWriter, mappings: readonly Mapping[]) {
    this.#directory = directory;
    this.#mappings = mappings;
  }

  heard({ mt, api, body }: Reading): void {
    if (mt !== 'ServicesInfo' || (api !== undefined && api !== 'Services')) return;
    const list = own(body, 'services');
    if (!Array.isArray(list)) return;
    const named = new Set<string>();
    for (const service of list.slice(0, listLimit)) {
      const name = textOf(service, 'name');
      if (name === undefined || name === '') continue;
      named.add(name);
      this.#put(name, service);
    }
    for (const { id } of this.#directory.list('service')) if (!named.has(id)) this.#directory.remove('service', id);
  }

  #put(name: string, service: unknown): void {
    const url = textOf(service, 'url', 2000) ?? '';
    const where = this.#dial(url);
    this.#directory.put({
      kind: 'service',
      id: name,
      title: textOf(service, 'title') || name,
      detail: `${name} · ${where ?? url}`,
      badges: [...(where === undefined ? [/^conn:/i.test(url) ? 'conn:' : 'no address'] : []), ...apisOf(service)],
      counters: [],
      offers: [{ label: 'Get a login', action: 'get-service-login', input: { app: name }, how: 'compose' }],
    });
  }

  /** Where it can be dialled. */
  #dial(url: string): string | undefined {
    try {
      return dialable(url, this.#mappings).href;
    } catch {
      return undefined;
    }
  }
}

/** `info` names the APIs: the vendor's page has them in it, live PBXs in its `apis`. */
function apisOf(service: unknown): string[] {
  const info = own(service, 'info');
  const apis = own(info, 'apis') ?? info;
  if (typeof apis !== 'object' || apis === null || Array.isArray(apis)) return [];
  return Object.keys(apis)
    .slice(0, 10)
    .map((name) => name.slice(0, 100));
}
