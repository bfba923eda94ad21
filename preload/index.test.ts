import { describe, expect, it, vi } from 'vitest';
import type { Batch } from './contract/index.ts';

async function exposed() {
  vi.resetModules();
  const { contextBridge, ipcRenderer } = await import('electron');
  const expose = vi.spyOn(contextBridge, 'exposeInMainWorld');
  const invoke = vi.spyOn(ipcRenderer, 'invoke');
  await import('./index.ts');
  const [name, bridge] = expose.mock.calls[0] ?? [];
  return { name, bridge, ipcRenderer, invoke };
}

describe('rule 3: the preload exposes request and on, frozen, and nothing of Electron', () => {
  it('exposes exactly these', async () => {
    const { name, bridge } = await exposed();
    expect({ name, keys: Object.keys(bridge).sort(), frozen: Object.isFrozen(bridge) }).toEqual({
      name: 'patchbay',
      keys: ['on', 'request'],
      frozen: true,
    });
  });

  it('asks over the one channel, whatever the name', async () => {
    const { bridge, invoke } = await exposed();
    await bridge.request('app:snapshot', {});
    expect(invoke.mock.calls).toEqual([['patchbay:request', 'app:snapshot', {}]]);
  });

  it('gives listeners the event and its number, never the one of Electron', async () => {
    const { bridge, ipcRenderer } = await exposed();
    const heard = vi.fn();
    const stop = bridge.on('menu:chosen', heard);
    const batch: Batch = [{ sequence: 7, name: 'menu:chosen', event: { command: 'palette:open' } }];
    ipcRenderer.emit('patchbay:batch', { sender: ipcRenderer } as never, batch);
    stop();
    ipcRenderer.emit('patchbay:batch', { sender: ipcRenderer } as never, batch);
    expect(heard.mock.calls).toEqual([[{ command: 'palette:open' }, 7]]);
  });
});
