import { join } from 'node:path';
import { build } from 'vite';

// Set-up of the vitest project `electron`, which runs in Electron's runtime (see test.ts).

/** Builds the crypto worker for main/crypto/fixtures/worker-script.ts: Electron runs no TypeScript. */
export async function setup(): Promise<void> {
  const root = join(import.meta.dirname, '..');
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: join('.cache', 'electron'),
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: { 'crypto-worker': join(root, 'main/crypto/worker.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
}
