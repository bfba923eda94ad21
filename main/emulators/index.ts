import type { z } from 'zod';
import { app2appOptions } from './app2app/options.ts';
import { startApp2App } from './app2app.ts';
import type { EmulatedService } from './emulated.ts';
import type { StartEmulator } from './emulator.ts';

/** How each service's emulator is started. */
export const emulators = {
  app2app: startApp2App,
} as const satisfies Record<EmulatedService, StartEmulator>;

/** What each can be told on the command line: scalar fields with a description. */
export const emulatorOptions = {
  app2app: app2appOptions,
} as const satisfies Record<EmulatedService, z.ZodObject>;
