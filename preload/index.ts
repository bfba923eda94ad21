import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge.ts';

contextBridge.exposeInMainWorld(
  'patchbay',
  createBridge({
    request: (name, input) => ipcRenderer.invoke('patchbay:request', name, input),
    receive: (deliver) => {
      ipcRenderer.on('patchbay:batch', (_event, batch) => deliver(batch));
    },
  }),
);
