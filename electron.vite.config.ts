import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { socketClusterEngine } from './scripts/socketcluster-engine.ts';
import { standaloneEntries } from './scripts/standalone-entries.ts';

const cjs = { format: 'cjs', entryFileNames: '[name].cjs' } as const;

export default defineConfig({
  main: {
    plugins: [
      standaloneEntries(
        {
          app: 'main/app.ts',
          headless: 'main/headless.ts',
          'journal-worker': 'main/journal/worker.ts',
          'crypto-worker': 'main/crypto/worker.ts',
          'emulator-worker': 'main/emulators/worker.ts',
        },
        [socketClusterEngine()],
      ),
    ],
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      rolldownOptions: { input: 'main/index.ts', output: cjs },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: { input: 'preload/index.ts', output: cjs },
    },
  },
  renderer: {
    root: 'renderer',
    cacheDir: '../.cache/vite',
    plugins: [svelte()],
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: true,
      // The policy of the page allows no data: URL.
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'renderer/index.html' },
    },
  },
});
