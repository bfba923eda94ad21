import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** What Biome says about files of these names, each with one import, in a folder that has nothing but our rules. */
function lint(probes: readonly (readonly [file: string, from: string, ...unknown[]])[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-layers-'));
  copyFileSync('biome.json', join(folder, 'biome.json'));
  const files = probes.map(([file, from], index) => {
    const place = file.replace('probe', `probe-${index}`);
    mkdirSync(join(folder, dirname(place)), { recursive: true });
    writeFileSync(join(folder, place), `import { thing } from '${from}';\nexport const used = thing;\n`);
    return place;
  });
  const biome = resolve('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'lint', '--only=style/noRestrictedImports', '--reporter=github', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const lines = stdout.split('\n');
  return files.map((file) => lines.filter((line) => line.includes(`/${file},`)).join('\n'));
}

describe('layers: an import of a layer above is an error that teaches', () => {
  const refused = [
    ['main/emulators/app2app/probe.ts', '../../crypto/cms.ts', 'stands for somebody else'],
    ['main/journal/probe.ts', '../crypto/cms.ts', 'main/journal may import only'],
    ['main/crypto/probe.ts', '../keyring/keyring.ts', 'main/crypto may import only'],
    ['main/keyring/probe.ts', '../transports/network.ts', 'main/keyring may import only'],
    ['main/keyring/probe.ts', '../tools/tool.ts', 'main/keyring may import only'],
    ['main/tools/probe.ts', '../transports/network.ts', 'main/tools may import only'],
    ['main/transports/probe.ts', '../services/service.ts', 'main/transports may import only'],
    ['main/services/app2app/probe.ts', '../../connections/connections.ts', 'main/services may import only'],
    ['main/services/app2app/probe.ts', 'electron', 'Only main/shell'],
    ['main/profiles/probe.ts', '../connections/connection.ts', 'main/profiles may import only'],
    ['main/connections/probe.ts', '../shell/ipc.ts', 'main/connections may import only'],
    ['main/feed.ts', './shell/window.ts', 'neither the shell nor the renderer'],
    ['main/app.ts', 'electron', 'Only main/shell'],
    ['main/headless.ts', './shell/window.ts', 'without Electron'],
    ['main/shell/probe.ts', '../connections/connection.ts', 'carries requests and batches'],
    ['preload/contract/probe.ts', '../../main/refusal.ts', 'The contract is data'],
    ['preload/contract/probe.ts', 'node:fs', 'The contract is data'],
    ['preload/probe.ts', '../main/refusal.ts', 'The preload is the bridge'],
    ['renderer/state/probe.ts', '../../main/refusal.ts', 'only through the bridge'],
    ['renderer/state/probe.ts', 'node:fs', 'only through the bridge'],
    ['renderer/state/probe.ts', 'electron', 'Only main/shell'],
  ] as const;
  const said = lint(refused);

  it.each(refused.map((probe, index) => [...probe, index] as const))(
    '%s may not import %s',
    (_file, _from, teaching, at) => {
      expect(said[at]).toContain(teaching);
    },
  );

  const allowed = [
    ['main/connections/probe.ts', '../services/service.ts'],
    ['main/services/app2app/probe.ts', '../../tools/tool.ts'],
    ['main/journal/probe.ts', '../../preload/contract/index.ts'],
    ['main/shell/probe.ts', 'electron'],
    ['main/index.ts', './shell/window.ts'],
    ['renderer/state/probe.ts', '../../preload/contract/index.ts'],
  ] as const;

  it('lets everything else through', () => {
    expect(lint(allowed)).toEqual(allowed.map(() => ''));
  });
});

/** The type errors of a file that is not there, under a folder's own tsconfig. */
function typeErrors(folder: string, text: string): string[] {
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const probe = resolve(folder, 'layer-probe.ts');
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === probe || fileExists(name);
  host.getSourceFile = (name, version) =>
    name === probe ? ts.createSourceFile(name, text, version) : getSourceFile(name, version);
  const program = ts.createProgram([probe], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(probe))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('layers: each wing sees only its own surroundings', () => {
  it.each([
    ['main', 'export const title = document.title;', "Cannot find name 'document'"],
    ['main', 'export const page = window.location;', "Cannot find name 'window'"],
    ['preload', 'export const title = document.title;', "Cannot find name 'document'"],
    ['renderer', 'export const pid = process.pid;', "Cannot find name 'process'"],
    ['renderer', "export const bytes = Buffer.from('');", "Cannot find name 'Buffer'"],
  ])(
    '%s does not know what %j names',
    (folder, text, error) => {
      expect(typeErrors(folder, text)).toEqual([expect.stringContaining(error)]);
    },
    30_000,
  );

  it('knows its own', () => {
    expect(typeErrors('main', 'export const pid: number = process.pid;')).toEqual([]);
    expect(typeErrors('renderer', 'export const title: string = document.title;')).toEqual([]);
  }, 30_000);
});
