import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type EmulatedService, isEmulated } from './emulated.ts';
import type { Emulator } from './emulator.ts';
import { faultUsage, readFault } from './fault-line.ts';
import { emulatorOptions, emulators } from './index.ts';
import { writeKeys } from './key-files.ts';

interface OptionFacts {
  type?: string;
  enum?: unknown[];
  default?: unknown;
  description?: string;
}

// engine.io 3, of the version 2 servers, calls url.parse(): nothing a user could help.
process.noDeprecation = true;

/** The command line was wrong: exit code 2. */
class UsageError extends Error {}

async function main(argv: string[]): Promise<void> {
  const [service, ...rest] = argv;
  if (service === undefined || service === '--help' || service === '-h') return print(overview());
  if (!isEmulated(service)) {
    throw new UsageError(`There is no emulator for "${service}". There is: ${Object.keys(emulators).join(', ')}.`);
  }
  const { talk, keys, help, ...given } = readArguments(service, rest);
  if (help) return print(usage(service));
  const options = emulatorOptions[service].safeParse(given);
  if (!options.success) throw new UsageError(z.prettifyError(options.error));
  const emulator = await emulators[service](options.data);
  introduce(emulator);
  if (typeof keys === 'string') print(...(await writeKeys(keys, emulator.accounts)).map((file) => `wrote ${file}`));
  if (talk) emulator.talk();
  listen(emulator);
}

function readArguments(service: EmulatedService, args: string[]): Record<string, unknown> {
  const facts = factsOf(service);
  const own = Object.fromEntries(Object.keys(facts).map((name) => [name, { type: 'string' } as const]));
  try {
    const { values } = parseArgs({
      args,
      options: {
        ...own,
        talk: { type: 'boolean' },
        keys: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, isNumeric(facts[name]) ? Number(value) : value]),
    );
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function factsOf(service: EmulatedService): Record<string, OptionFacts> {
  const { properties } = z.toJSONSchema(emulatorOptions[service], { io: 'input' });
  return (properties ?? {}) as Record<string, OptionFacts>;
}

function isNumeric(facts: OptionFacts | undefined): boolean {
  return facts?.type === 'integer' || facts?.type === 'number' || typeof facts?.enum?.[0] === 'number';
}

function overview(): string {
  return [
    'Usage: npm run emulator -- <service> [options]',
    `Services: ${Object.keys(emulators).join(', ')}`,
    'Options of a service: npm run emulator -- <service> --help',
  ].join('\n');
}

function usage(service: EmulatedService): string {
  const lines = Object.entries(factsOf(service)).map(([name, { type, enum: values, default: preset, description }]) =>
    option(
      `--${name} <${values?.join('|') ?? (type === 'string' ? 'text' : 'number')}>`,
      `${description}${preset === undefined ? '' : ` (${preset})`}`,
    ),
  );
  return [
    `Usage: npm run emulator -- ${service} [options]`,
    ...lines,
    option('--talk', 'personas write to the accounts and answer'),
    option('--keys <folder>', 'write the private keys and certificates of the accounts there'),
    '',
    'While it runs, type a fault:',
    ...faultUsage.map((line) => `  ${line}`),
  ].join('\n');
}

function option(flag: string, description: string): string {
  return `  ${flag.padEnd(30)} ${description}`;
}

function introduce({ title, url, accounts }: Emulator): void {
  print(title, `  ${url}`);
  for (const { name, settings } of accounts) {
    print('', name);
    for (const [field, value] of Object.entries(settings)) print(`  ${field.padEnd(14)} ${value}`);
  }
  print('', 'Type a fault (help lists them), Ctrl-C ends.');
}

function listen(emulator: Emulator): void {
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => void obey(line.trim(), emulator));
  process.once('SIGINT', () => void end());
  process.once('SIGTERM', () => void end());

  async function end(): Promise<void> {
    input.close();
    await emulator.stop();
    process.exit(0);
  }
}

async function obey(line: string, emulator: Emulator): Promise<void> {
  if (line === '') return;
  const fault = readFault(line);
  if (!fault) return print(line === 'help' ? '' : `"${line}" is no fault.`, ...faultUsage);
  await emulator.commit(fault).then(
    () => print(`done: ${line}`),
    (error: Error) => print(`failed: ${error.message}`),
  );
}

function print(...lines: string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  if (error instanceof UsageError) process.stderr.write('npm run emulator -- --help says what there is.\n');
  process.exit(error instanceof UsageError ? 2 : 1);
});
