import type { Session } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { refusePermissions } from './permissions.ts';

describe('rule 8: the page gets no permission but to write text to the clipboard', () => {
  const handlers = new Map<string, (...args: unknown[]) => unknown>();
  const record = (name: string) => (handler: (...args: unknown[]) => unknown) => handlers.set(name, handler);
  const session = new Proxy(
    {},
    {
      get: (_target, name: string) =>
        name === 'on' ? (event: string, handler: () => void) => handlers.set(event, handler) : record(name),
    },
  );
  refusePermissions(session as Session);
  const names = ['media', 'geolocation', 'notifications', 'midi', 'pointerLock', 'fullscreen', 'openExternal', 'hid'];
  const more = [
    'serial',
    'usb',
    'clipboard-read',
    'display-capture',
    'local-network-access',
    'storage-access',
    'one of tomorrow',
  ];

  it.each([...names, ...more])('refuses %s when asked and when checked', (name) => {
    const answer = vi.fn();
    handlers.get('setPermissionRequestHandler')?.({}, name, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith(false);
    expect(handlers.get('setPermissionCheckHandler')?.({}, name)).toBe(false);
  });

  it('allows to write text to the clipboard', () => {
    expect(handlers.get('setPermissionCheckHandler')?.({}, 'clipboard-sanitized-write')).toBe(true);
  });

  it.each(['select-hid-device', 'select-usb-device'])('gives no device at %s', (event) => {
    const [preventDefault, answer] = [vi.fn(), vi.fn()];
    handlers.get(event)?.({ preventDefault }, {}, answer);
    expect([preventDefault.mock.calls, answer.mock.calls]).toEqual([[[]], [[]]]);
  });

  it('gives no remembered device, no serial port, no screen and no pairing', () => {
    const answers: unknown[] = [];
    const answer = (value: unknown) => answers.push(value);
    handlers.get('select-serial-port')?.({ preventDefault: () => {} }, [], {}, answer);
    handlers.get('setDisplayMediaRequestHandler')?.({}, answer);
    handlers.get('setBluetoothPairingHandler')?.({}, answer);
    expect(handlers.get('setDevicePermissionHandler')?.({})).toBe(false);
    expect(answers).toEqual(['', {}, { confirmed: false }]);
  });
});
