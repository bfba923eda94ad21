import { app2app } from './app2app/service.ts';
import type { Service } from './service.ts';

export { describe } from './form.ts';

/** Every service there is, in the order they are offered. Adding one: see README.md. */
export const services = { app2app } as const satisfies Record<string, Service>;
