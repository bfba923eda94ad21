import type { ProfileId } from '../../preload/contract/index.ts';
import type { Exportable } from './exporting.svelte.ts';

export type Dialog =
  | { dialog: 'profile'; profile: ProfileId | null; folder?: string }
  | { dialog: 'secrets'; profile: ProfileId; fields: string[] }
  /** `entry`: the one in the journal for which a key or certificate is missing. */
  | { dialog: 'keyring'; entry?: number }
  /** `timeline`: the one to be changed; null for a new one. */
  | { dialog: 'timeline'; timeline: string | null }
  /** Before something is lost for good. `text`: what will be gone; `confirm`: label of the button. */
  | { dialog: 'confirmation'; title: string; text: string; confirm: string; run(): void }
  /** `profiles`: that recorded something; one of them is to be played. */
  | { dialog: 'tape'; profiles: ProfileId[] }
  | { dialog: 'tools' }
  | { dialog: 'export'; of: Exportable }
  | { dialog: 'settings' }
  | { dialog: 'storage' }
  /** `filter`: for a new rule, to be given a colour. */
  | { dialog: 'rules'; filter?: string }
  | { dialog: 'palette' }
  | { dialog: 'shortcuts' };

/** At most one dialog is open. Focus goes back to what had it when the first one opened. */
export class Dialogs {
  current = $state.raw<Dialog | null>(null);

  open(dialog: Dialog): void {
    this.current = dialog;
  }

  close(): void {
    this.current = null;
  }
}
