import type { z } from 'zod';
import { app2appOptions } from './app2app/options.ts';
import { startApp2App } from './app2app.ts';
import { appwebsocketOptions } from './appwebsocket/options.ts';
import { startAppwebsocket } from './appwebsocket.ts';
import { bowlOptions } from './bowl/options.ts';
import { startBowl } from './bowl.ts';
import { cloudonixOptions } from './cloudonix/options.ts';
import { startCloudonix } from './cloudonix.ts';
import type { EmulatedService } from './emulated.ts';
import type { StartEmulator } from './emulator.ts';
import { pushOptions } from './push/options.ts';
import { startPush } from './push.ts';

/** How each service's emulator is started. */
export const emulators = {
  app2app: startApp2App,
  cloudonix: startCloudonix,
  push: startPush,
  appwebsocket: startAppwebsocket,
  bowl: startBowl,
} as const satisfies Record<EmulatedService, StartEmulator>;

/** What each can be told on the command line: scalar fields with a description. */
export const emulatorOptions = {
  app2app: app2appOptions,
  cloudonix: cloudonixOptions,
  push: pushOptions,
  appwebsocket: appwebsocketOptions,
  bowl: bowlOptions,
} as const satisfies Record<EmulatedService, z.ZodObject>;
