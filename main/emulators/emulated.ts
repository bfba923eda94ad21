/** The services that have an emulator. Apart from what starts them: main must not bundle the servers. */
const emulatedServices = ['app2app', 'cloudonix', 'push', 'appwebsocket', 'bowl'] as const;

export type EmulatedService = (typeof emulatedServices)[number];

export function isEmulated(service: string): service is EmulatedService {
  return (emulatedServices as readonly string[]).includes(service);
}
