import type { KeyObject } from 'node:crypto';
import type { Fact, Signature } from '../../../preload/contract/index.ts';
import type { Lens } from '../../keyring/lens.ts';
import { own } from '../../own.ts';
import type { Judgement, Memory } from '../service.ts';
import { readKeptGroups } from './group-keys.ts';
import { chainValue, messageHash } from './hash-chain.ts';
import { openForUs, openGroupKey, openOfGroup } from './opening.ts';
import { findOwnKey, type OwnKey } from './own-key.ts';
import { readPacket, textOf } from './packet.ts';
import { readSentTime } from './sent-time.ts';
import type { Suite } from './suite.ts';
import { contactFacts, groupFacts, unprotected } from './weaknesses.ts';

/** Nothing of this protocol is signed: the server alone says who sent a message. */
const unsigned: Signature = { state: 'unsigned' };
const none: Signature = { state: 'none' };

const sealedLimit = 200_000_000;

/** Opens a message to us with our own key, one of a group with the group's key, whichever way they were encrypted. */
export async function judge(args: readonly unknown[], lens: Lens, memory: Memory): Promise<Judgement> {
  const packet = readPacket(args[0]);
  const group = textOf(packet, 'groupId');
  const wrapped = textOf(packet, 'encryptedGroupKey', sealedLimit);
  const sealed = textOf(packet, 'message', sealedLimit);
  if (packet === undefined || (sealed === undefined && wrapped === undefined)) {
    return { opened: { state: 'plain' }, signature: none, facts: [] };
  }
  if (group !== undefined && wrapped !== undefined) return judgeGroupKey(wrapped, lens, memory);
  const judgement =
    group === undefined
      ? await judgeContactMessage(sealed ?? '', lens, memory)
      : await judgeGroupMessage(group, sealed ?? '', lens, memory);
  return { ...judgement, facts: [...judgement.facts, ...senderFacts(packet)] };
}

async function judgeContactMessage(sealed: string, lens: Lens, memory: Memory): Promise<Judgement> {
  const key = await ownKey(memory);
  if (!key) return withoutKey;
  const found = await openForUs(sealed, key.privateKey, lens);
  if (!found) return broken(`It does not open with our key. Ours may have changed since: ${notFor(key)}`, unsigned);
  const hash = messageHash(found.text, key.publicKey.base64);
  return {
    opened: { state: 'opened', by: 'our own key' },
    signature: unsigned,
    inside: found.text,
    preview: found.text,
    facts: [
      { name: 'Our key', value: key.publicKey.fingerprint },
      ...contactFacts(found.padding),
      { name: 'Hash, as the desktop client keeps it', value: hash },
      { name: 'Chain value, were it the first message', value: chainValue(hash) },
    ],
  };
}

/** The key that came with an invitation goes before those that were imported for the group's id. */
async function judgeGroupMessage(id: string, sealed: string, lens: Lens, memory: Memory): Promise<Judgement> {
  const group = readKeptGroups(await memory.get('group-keys')).get(id);
  const keys: GroupKey[] = [
    ...(group ? [{ by: `the key of the group ${group.name}`, key: group.key }] : []),
    ...(await lens.sharedKeys(id)).map((key) => ({ by: `the keyring's key of ${id}`, key })),
  ];
  for (const { by, key } of keys) {
    const found = openOfGroup(sealed, key);
    if (found) return openedOfGroup(found, by);
  }
  if (keys.length > 0) return broken('It does not open with the key kept for this group, or was damaged.', unsigned);
  const value = `None is kept for group ${id}. Accept an invitation to it, or import its key for the address ${id}, and the message is opened then.`;
  return { opened: { state: 'locked', needs: [] }, signature: unsigned, facts: [{ name: 'Group key', value }] };
}

interface GroupKey {
  by: string;
  key: string | KeyObject;
}

function openedOfGroup({ text, symmetric }: { text: string; symmetric: Suite['symmetric'] }, by: string): Judgement {
  const warning = symmetric === 'cbc-fixed-iv' ? { warning: unprotected } : {};
  return {
    opened: { state: 'opened', by, ...warning },
    signature: unsigned,
    inside: text,
    preview: text,
    facts: groupFacts(symmetric),
  };
}

/** The key itself is not shown. */
async function judgeGroupKey(wrapped: string, lens: Lens, memory: Memory): Promise<Judgement> {
  const key = await ownKey(memory);
  if (!key) return { ...withoutKey, signature: none };
  if ((await openGroupKey(wrapped, key.privateKey, lens)) === undefined) {
    return broken(`The group key does not open with our key: ${notFor(key)}`, none);
  }
  const facts = [{ name: 'Group key', value: '32 bytes; kept once the invitation is accepted' }];
  return { opened: { state: 'opened', by: 'our own key' }, signature: none, facts };
}

async function ownKey(memory: Memory): Promise<OwnKey | undefined> {
  try {
    return await findOwnKey(memory);
  } catch {
    return undefined;
  }
}

const notFor = ({ publicKey }: OwnKey) => `it was made for another key than ${publicKey.fingerprint}, or damaged.`;

const withoutKey: Judgement = {
  opened: { state: 'locked', needs: [] },
  signature: unsigned,
  facts: [{ name: 'Our key', value: 'This profile has no private key that could open it.' }],
};

function broken(reason: string, signature: Signature): Judgement {
  return { opened: { state: 'broken', reason }, signature, facts: [] };
}

function senderFacts(packet: object): Fact[] {
  const [date = '', time = ''] = [textOf(packet, 'date'), textOf(packet, 'time')];
  const at = readSentTime({ date, time }) ?? `${date} ${time}`.trim();
  const type = own(packet, 'messageType');
  const words = typeof type === 'object' ? '' : String(type ?? '').slice(0, 1000);
  return [
    ...(at ? [{ name: 'Written, as its sender says', value: at }] : []),
    ...(words ? [{ name: 'Type of message', value: words }] : []),
  ];
}
