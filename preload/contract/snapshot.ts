import { z } from 'zod';
import { archive } from './archive.ts';
import { connection } from './connection.ts';
import { emulator } from './emulator.ts';
import { capture } from './journal.ts';
import { keyringItem } from './keyring.ts';
import { preferences } from './preferences.ts';
import { profile } from './profile.ts';
import { serviceDescription } from './service.ts';
import { toolDescription } from './tool.ts';
import { vaultState } from './vault.ts';
import { verdictsProgress } from './verdicts.ts';

/** Everything slow that the interface shows. Entries and directories are asked for where they are looked at. */
export const snapshot = z.strictObject({
  /** Sequence number of the last event that is already contained. */
  sequence: z.int(),
  version: z.string(),
  /** What the host can do, so that the interface never asks which host it is in. */
  capabilities: z.strictObject({
    /** Native menus exist; otherwise the interface shows its own. */
    menu: z.boolean(),
  }),
  platform: z.enum(['mac', 'windows', 'linux']),
  services: z.array(serviceDescription),
  /** What the workbench offers, in the order shown. */
  tools: z.array(toolDescription),
  profiles: z.array(profile),
  connections: z.array(connection),
  keyring: z.array(keyringItem),
  archives: z.array(archive),
  verdicts: verdictsProgress,
  emulators: z.array(emulator),
  capture,
  preferences,
  vault: vaultState,
  /** What the user should know since the start: a damaged file set aside, a journal opened read-only. */
  notices: z.array(z.string()),
});
export type Snapshot = z.infer<typeof snapshot>;
