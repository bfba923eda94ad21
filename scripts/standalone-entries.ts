import { build, type Plugin, type ResolvedConfig } from 'vite';

/**
 * Builds further entries of main each by itself, after the first. Built together, rolldown leaves what they share in one
 * of them and has the others `require` it, which starts the headless host inside Electron
 * (https://github.com/rolldown/rolldown/issues/9333). `isolatedEntries` of electron-vite does this for preloads only.
 * `plugins` take part in each of these builds.
 */
export function standaloneEntries(entries: Readonly<Record<string, string>>, plugins: Plugin[]): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'standalone-entries',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    async writeBundle() {
      for (const [name, file] of Object.entries(entries)) await buildAlone(config, plugins, name, file);
    },
  };
}

async function buildAlone(
  { root, build: { outDir, target, rolldownOptions } }: ResolvedConfig,
  plugins: Plugin[],
  name: string,
  file: string,
) {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    plugins,
    build: {
      ssr: true,
      outDir,
      target,
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      rolldownOptions: {
        input: { [name]: file },
        external: rolldownOptions.external ?? [],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
}
