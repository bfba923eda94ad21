import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { z } from 'zod';
import type { DirectoryItem, IdentityItem, Meter, Step } from '../../preload/contract/index.ts';
import { decryptRsa } from '../crypto/rsa.ts';
import type { Draft } from '../journal/draft.ts';
import type { Lens, Opening } from '../keyring/lens.ts';
import type { SignedOpening } from '../keyring/signed.ts';
import { Refusal } from '../refusal.ts';
import { createNetwork, type NetworkSettings } from '../transports/network.ts';
import type { Context, Judgement, Memory, Question, Session } from './service.ts';

export interface RecordedEntry {
  draft: Draft;
  steps: Omit<Step, 'after'>[];
  waiting: boolean;
  judgement?: Judgement;
}

/** A context with a real network that keeps all it is told. */
export interface Played<Settings> {
  context: Context<Settings>;
  entries: RecordedEntry[];
  /** Entries of one kind. */
  of(kind: string): RecordedEntry[];
  items: Map<string, DirectoryItem>;
  meters: Map<string, Meter>;
  losses: Refusal[];
  reached: number;
  memory: Map<string, string>;
  concealed: string[];
  /** How often what was locked was to be tried again. */
  retried: number;
  /** Answers questions; by default the test fails over one. */
  answer: (question: Question<z.ZodObject>) => Record<string, unknown> | Promise<Record<string, unknown>>;
  /** Sessions of other profiles, by id. */
  sessions: Map<string, Session>;
}

export function aContext<Settings extends NetworkSettings>(settings: Settings, lens: Lens = aLens()): Played<Settings> {
  const entries: RecordedEntry[] = [];
  const items = new Map<string, DirectoryItem>();
  const texts = new Map<string, string>();
  const key = (kind: string, id: string) => JSON.stringify([kind, id]);
  const played: Played<Settings> = {
    entries,
    items,
    of: (kind) => entries.filter(({ draft }) => draft.kind === kind),
    meters: new Map(),
    losses: [],
    reached: 0,
    memory: texts,
    concealed: [],
    retried: 0,
    answer: ({ title }) => Promise.reject(new Error(`nobody answers “${title}”`)),
    sessions: new Map(),
    context: {
      settings,
      network: createNetwork(settings),
      lens,
      directory: {
        put: (item) => void items.set(key(item.kind, item.id), item),
        get: (kind, id) => items.get(key(kind, id)),
        list: (kind) => [...items.values()].filter((item) => item.kind === kind),
        remove: (kind, id) => void items.delete(key(kind, id)),
      },
      record: (draft) => {
        const entry: RecordedEntry = { draft, steps: [], waiting: draft.waiting ?? false };
        return {
          id: entries.push(entry),
          step: (name, tone, options) => addStep(entry, name, tone, options),
          judged: (judgement) => {
            entry.judgement = judgement;
          },
        };
      },
      authenticating: () => {
        played.reached++;
      },
      lost: (refusal) => void played.losses.push(refusal),
      meter: (meter) => void played.meters.set(meter.label, meter),
      memory: aMemory(texts),
      conceal: (secret) => void played.concealed.push(secret),
      retryVerdicts: () => {
        played.retried++;
      },
      ask: async (question, signal) =>
        question.input.parse(await Promise.race([played.answer(question), over(signal)])),
      session: async (profile) => {
        const session = played.sessions.get(profile);
        if (session) return session;
        throw new Refusal({ code: 'settings', text: `${profile} is not open` }, { retry: false });
      },
    },
  };
  return played;
}

export function aMemory(texts = new Map<string, string>()): Memory {
  return {
    get: async (name) => texts.get(name),
    put: async (name, text) => void texts.set(name, text),
    remove: async (name) => void texts.delete(name),
  };
}

function over(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function addStep(entry: RecordedEntry, name: string, tone: Step['tone'], options: { text?: string; waiting: boolean }) {
  entry.steps.push({ name, tone, ...(options.text !== undefined && { text: options.text }) });
  entry.waiting = options.waiting;
}

interface LensOf {
  ours?: string[];
  open?: (envelope: string | Uint8Array) => Opening;
  openSigned?: (signed: string | Uint8Array) => SignedOpening | undefined;
  /** Keys of groups, by address. */
  shared?: Record<string, KeyObject[]>;
}

/** A keyring with a key for each of `ours`; `open` and `openSigned` decide what becomes of CMS. */
export function aLens(of: LensOf = {}): Lens {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = new Map<string, { publicKey: KeyObject; privateKey: KeyObject }>();
  for (const address of of.ours ?? []) keys.set(address, pair);
  return {
    open: async (envelope) => of.open?.(envelope) ?? { state: 'locked', needs: [], facts: [] },
    openSigned: async (signed) => of.openSigned?.(signed),
    verify: async (content, signature, signer) => {
      const key = keys.get(signer)?.publicKey;
      if (!key) return { signature: { state: 'signer-unknown', reason: 'no certificate' }, facts: [] };
      const holds = verify('sha256', content, key, signature);
      const verdict = holds
        ? ({ state: 'verified', by: signer } as const)
        : ({ state: 'wrong', reason: 'no match' } as const);
      return { signature: verdict, facts: [] };
    },
    sign: async (content, address) => {
      const key = keys.get(address)?.privateKey;
      if (key) return sign('sha256', content, key);
      throw new Refusal({ code: 'settings', text: `There is no key for ${address}` }, { retry: false });
    },
    canSeal: async (addresses) => addresses.every((address) => keys.has(address)),
    seal: async (content, { addresses }) => ({
      envelope: Buffer.concat([Buffer.from(`for ${addresses.join()}: `), content]),
      facts: addresses.map((value) => ({ name: 'Sealed for', value })),
    }),
    identity: (address) => (keys.has(address) ? anIdentity(address) : undefined),
    sharedKeys: async (address) => of.shared?.[address] ?? [],
    decrypt: async (sealed, key, padding) => decryptRsa(sealed, key, padding),
  };
}

const anIdentity = (address: string): IdentityItem => ({
  id: '00000000-0000-4000-8000-000000000000',
  kind: 'identity',
  address,
  subject: `CN=${address}`,
  issuer: `CN=${address}`,
  serial: '01',
  fingerprint: '00',
  notBefore: 0,
  notAfter: 0,
  algorithm: 'RSA 2048',
  authority: false,
  privateKey: 'in-memory',
  certificate: '',
  chain: [],
  warnings: [],
  usedBy: [],
  demo: false,
});
