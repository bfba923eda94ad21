import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { call, plainClient } from './bowl/plain-client.fixture.ts';
import { type Line, start, tapeFile } from './tape.fixture.ts';

const script = fileURLToPath(new URL('cli.ts', import.meta.url));
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0)) await undo();
});

function run(...args: string[]) {
  const child = spawn(process.execPath, [script, ...args]);
  cleanUp.push(() => child.kill('SIGKILL'));
  let output = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      for (const check of watchers) check();
    });
  }
  return {
    child,
    output: () => output,
    ended: new Promise<number | null>((resolve) => child.once('close', resolve)),
    says: (text: string) =>
      new Promise<void>((resolve) => {
        const check = () => output.includes(text) && resolve();
        watchers.add(check);
        check();
      }),
  };
}

it.each([
  [['telegraph'], 'There is no emulator for "telegraph". There is: app2app, '],
  [['app2app', '--colour', 'red'], "Unknown option '--colour'"],
  [['app2app', '--generation', '3'], 'generation'],
  [['app2app', '--port', 'many'], 'port'],
])('refuses %j with code 2', async (args, text) => {
  const { ended, output } = run(...args);
  expect(await ended).toBe(2);
  expect(output()).toContain(text);
});

it.each([[[]], [['--help']], [['app2app', '--help']]])('helps with %j', async (args) => {
  const { ended, output } = run(...args);
  expect(await ended).toBe(0);
  expect(output()).toContain('Usage: npm run emulator');
});

it('prints where it is, writes keys, takes faults and ends on Ctrl-C', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  cleanUp.push(() => rm(folder, { recursive: true }));
  const { child, says, output, ended } = run('app2app', '--generation', '4', '--talk', '--keys', folder);
  await says('mallory.certificate.pem');
  expect(output()).toMatch(/ws:\/\/127\.0\.0\.1:\d+\/api\/v1/);
  expect(output()).toMatch(/Bob \(demo\)\n.*endpoint.*\n.*user .{10,}\n.*password .{43}/);
  expect(await readFile(join(folder, 'bob.key.pem'), 'utf8')).toContain('BEGIN PRIVATE KEY');
  expect((await stat(join(folder, 'bob.key.pem'))).mode & 0o777).toBe(0o600);
  child.stdin.write('burst 10 1\nexplode\n');
  await says('done: burst 10 1');
  await says('"explode" is no fault.');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

const recorded: Line[] = [
  { direction: 'in', kind: 'online', args: [{ email: 'dora@example.com' }] },
  { direction: 'in', kind: 'offline', args: [{ email: 'dora@example.com' }], at: start + 60_000 },
];

it('plays a tape to whoever connects, and takes commands meanwhile', async () => {
  const file = await tapeFile('bowl', recorded);
  const { child, says, output, ended } = run('bowl', '--tape', file, '--speed', '10', '--silence', '30', '--step');
  await says('tape paused: 0 of 2, 10×, 0 clients');
  const [, url, prefix, email, password] =
    /(http:\S+)\n[\s\S]*?prefix +(\S+)\n.*email +(\S+)\n.*password +(\S+)/.exec(output()) ?? [];
  const account = { url: String(url), accounts: [{ name: '', settings: { prefix }, keys: [] }] };
  const { envelope } = await call(account, 'POST', '/login', { body: { email, password } });
  const client = plainClient(account.url, { prefix: String(prefix), headers: { token: String(envelope.data) } });
  await says('1 client');
  child.stdin.write('step\n');
  await says('tape paused: 1 of 2, 10×, 1 client, last sent: online');
  await expect.poll(() => client.of('online')).toEqual([{ email: 'dora@example.com' }]);
  child.stdin.write('speed full\nsilence 5\nexplode\n');
  await says('"explode" is no command.');
  child.stdin.write('play\n');
  await says('tape over: 2 of 2, as fast as it goes');
  child.stdin.write('rewind\n');
  await says('tape paused: 0 of 2, as fast as it goes');
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

it.each([
  ['cloudonix', [], 'recorded on “bowl”; this is the emulator of “cloudonix”'],
  ['bowl', ['--speed', 'slowly'], '--speed is a number'],
  ['bowl', ['--silence', 'long'], '--silence is a number'],
] as const)('says what is wrong with a tape: %s %j', async (service, more, reason) => {
  const { ended, output } = run(service, '--tape', await tapeFile('bowl', recorded), ...more);
  expect(await ended).toBe(2);
  expect(output()).toContain(reason);
});
