import type { Session } from 'electron';

/** All that the page may ask the system for: to write text to the clipboard. */
const allowed = new Set(['clipboard-sanitized-write']);

/** Says no to everything else, so that a permission added by a newer Chromium is refused too. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => allowed.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.on('select-hid-device', refuseDevice);
  session.on('select-usb-device', refuseDevice);
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
}

function refuseDevice(event: { preventDefault(): void }, _details: unknown, answer: () => void): void {
  event.preventDefault();
  answer();
}
