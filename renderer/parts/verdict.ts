import BadgeCheck from '@lucide/svelte/icons/badge-check';
import Lock from '@lucide/svelte/icons/lock';
import LockOpen from '@lucide/svelte/icons/lock-open';
import PenOff from '@lucide/svelte/icons/pen-off';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import ShieldQuestionMark from '@lucide/svelte/icons/shield-question-mark';
import Unplug from '@lucide/svelte/icons/unplug';
import type { Opened, Signature } from '../../preload/contract/index.ts';

/** A verdict in words; the tone only repeats what icon and word say. */
export interface Verdict {
  word: string;
  /** One sentence: what was found, and why. */
  sentence: string;
  tone: 'plain' | 'good' | 'warning' | 'bad';
  icon: typeof Lock;
}

/** Nothing to say of what was not sealed. */
export function openedVerdict(opened: Opened): Verdict | null {
  switch (opened.state) {
    case 'plain':
      return null;
    case 'pending':
      return { word: 'sealed', sentence: 'Sealed, and not opened yet.', tone: 'plain', icon: Lock };
    case 'opened':
      return opened.warning === undefined
        ? { word: 'opened', sentence: `Opened with ${opened.by}.`, tone: 'good', icon: LockOpen }
        : { word: 'opened', sentence: `Opened with ${opened.by}. ${opened.warning}`, tone: 'warning', icon: LockOpen };
    case 'locked':
      return {
        word: 'locked',
        sentence: 'The key that opens this is not in the keyring.',
        tone: 'warning',
        icon: Lock,
      };
    case 'broken':
      return { word: 'broken', sentence: opened.reason, tone: 'bad', icon: Unplug };
  }
}

/** Nothing to say of what could not be signed. */
export function signatureVerdict(signature: Signature): Verdict | null {
  switch (signature.state) {
    case 'none':
      return null;
    case 'pending':
      return {
        word: 'unchecked',
        sentence: 'The signature was not checked yet.',
        tone: 'plain',
        icon: ShieldQuestionMark,
      };
    case 'verified':
      return { word: 'verified', sentence: `Signed by ${signature.by}.`, tone: 'good', icon: BadgeCheck };
    case 'wrong':
      return { word: 'wrong signature', sentence: signature.reason, tone: 'bad', icon: ShieldAlert };
    case 'unsigned':
      return { word: 'unsigned', sentence: 'It carries no signature.', tone: 'plain', icon: PenOff };
    case 'signer-unknown':
      return { word: 'signer unknown', sentence: signature.reason, tone: 'warning', icon: ShieldQuestionMark };
  }
}
