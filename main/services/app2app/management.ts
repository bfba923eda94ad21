import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import type { HttpAnswer, Network } from '../../transports/network.ts';
import { read } from './addressbook.ts';
import { membershipOf } from './destinations.ts';
import type { Settings } from './settings.ts';

const destination = z
  .object({
    name: z.string().max(1000),
    uri: z.string().min(1).max(1000),
    kaleido_managed: z.boolean(),
    setup_complete: z.boolean().optional(),
  })
  .transform(({ name, uri, kaleido_managed, setup_complete }) => ({
    name,
    uri,
    managed: kaleido_managed,
    ready: setup_complete ?? true,
  }));
export type OwnDestination = z.output<typeof destination>;

/** The vendor's rule (api.kaleido.io/app2app.html). */
export const destinationName = z
  .string()
  .max(44, 'A name has at most 44 characters')
  .regex(/^[a-z0-9._-]+$/, 'A name has small letters, digits, dots, hyphens and underscores');

/** Own destinations through the management API (api.kaleido.io/app2app.html). Everything rejects with a Refusal. */
export class Management {
  #settings: Settings;
  #network: Network;

  constructor(settings: Settings, network: Network) {
    this.#settings = settings;
    this.#network = network;
  }

  get configured(): boolean {
    return this.#settings.apiKey !== undefined && this.#settings.apiKey !== '' && this.#settings.runtimeId !== '';
  }

  async list(signal: AbortSignal): Promise<OwnDestination[]> {
    return read(z.array(destination), await this.#ask('GET', '', signal), 'The list of destinations');
  }

  /** Answers with what was created. */
  async create(name: string, managed: boolean, signal: AbortSignal): Promise<OwnDestination> {
    const body = JSON.stringify({ kaleido_managed: managed });
    return read(
      destination,
      await this.#ask('PUT', `/${encodeURIComponent(name)}`, signal, body),
      'The new destination',
    );
  }

  async remove(name: string, signal: AbortSignal): Promise<void> {
    read(z.unknown(), await this.#ask('DELETE', `/${encodeURIComponent(name)}`, signal), 'Removing the destination');
  }

  #ask(method: string, path: string, signal: AbortSignal, body?: string): Promise<HttpAnswer> {
    const { managementUrl, runtimeId, apiKey, answerTimeout } = this.#settings;
    if (!this.configured) throw unconfigured();
    const base = managementUrl.replace(/\/+$/, '');
    const url = new URL(`${base}/app2app/${encodeURIComponent(runtimeId)}/destinations${path}`);
    return this.#network.request(url, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      signal,
      timeout: answerTimeout * 1000,
    });
  }
}

function unconfigured(): Refusal {
  return new Refusal(
    {
      code: 'settings',
      text: 'Destinations can only be managed with the management API',
      hint: 'Give the profile a runtime id and an API key.',
    },
    { retry: false },
  );
}

/**
 * Common name that the certificate of an externally managed destination must carry, `app2app-<id>-<name>`
 * (docs.kaleido.io, self-managed crypto). Limit: which ten-character id it is, is documented nowhere; the certificate
 * is stored in the membership's profile, so the membership's is taken.
 */
export function certificateSubject({ uri, name }: OwnDestination): string {
  return `app2app-${membershipOf(uri) ?? 'id'}-${name}`;
}
