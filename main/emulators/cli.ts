import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { messageOf } from '../problem.ts';
import { type EmulatedService, isEmulated } from './emulated.ts';
import type { Emulator } from './emulator.ts';
import { faultUsage, readFault } from './fault-line.ts';
import { emulatorOptions, emulators } from './index.ts';
import { writeKeys } from './key-files.ts';
import { type Player, type Playing, playTape } from './player.ts';
import { optionsOf } from './recorded-options.ts';
import { openTape, TapeRefused } from './tape.ts';
import { obeyTape, readSilence, readSpeed, tapeLine, tapeUsage } from './tape-words.ts';

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
  const { talk, keys, help, tape, speed, silence, step, ...given } = readArguments(service, rest);
  if (help) return print(usage(service));
  const playing = tape === undefined ? undefined : readPlaying({ tape, speed, silence, step });
  const opened = playing && (await openTape(playing.file, service));
  const options = emulatorOptions[service].safeParse({ ...(opened && optionsOf(service, opened)), ...given });
  if (!options.success) throw new UsageError(z.prettifyError(options.error));
  const emulator = await emulators[service](options.data);
  introduce(emulator);
  if (typeof keys === 'string') print(...(await writeKeys(keys, emulator.accounts)).map((file) => `wrote ${file}`));
  const player = playing && opened && (await playTape(opened, playing, emulator.playback, narrator()));
  if (talk) emulator.talk();
  listen(emulator, player);
}

function readPlaying({ tape, speed = '1', silence = 'recorded', step }: Record<string, unknown>): Playing {
  const [times, longestSilence] = [readSpeed(String(speed)), readSilence(String(silence))];
  if (times === undefined) throw new UsageError('--speed is a number above 0, at most 1000, or "full".');
  if (longestSilence === undefined) throw new UsageError('--silence is a number of seconds, or "recorded".');
  return { file: String(tape), speed: times, longestSilence, paused: step === true };
}

/** Says when the tape's state changes, and in steps each event. */
function narrator(): (player: Player) => void {
  let said = '';
  return ({ state }) => {
    const line = state.state === 'playing' ? 'tape playing' : tapeLine(state);
    if (line === said) return;
    said = line;
    print(line);
    if (state.state === 'over') print(...state.skipped.map(({ reason, count }) => `  ${count} not sent: ${reason}`));
  };
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
        tape: { type: 'string' },
        speed: { type: 'string' },
        silence: { type: 'string' },
        step: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, isNumeric(facts[name]) ? Number(value) : value]),
    );
  } catch (error) {
    throw new UsageError(messageOf(error));
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
    option('--tape <file>', 'play this exported journal (NDJSON) to whoever connects: see docs/tapes.md'),
    option('--speed <times|full>', 'of the tape: so many times as fast, or without waiting (1)'),
    option('--silence <seconds>', 'how long a silence of the tape lasts at most (as recorded)'),
    option('--step', 'the tape waits: each "step" typed sends its next event'),
    '',
    'While it runs, type a fault:',
    ...faultUsage.map((line) => `  ${line}`),
    'or, with a tape:',
    ...tapeUsage.map((line) => `  ${line}`),
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

function listen(emulator: Emulator, player: Player | undefined): void {
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => void obey(line.trim(), emulator, player));
  process.once('SIGINT', () => void end());
  process.once('SIGTERM', () => void end());

  async function end(): Promise<void> {
    input.close();
    await player?.stop();
    await emulator.stop();
    process.exit(0);
  }
}

async function obey(line: string, emulator: Emulator, player: Player | undefined): Promise<void> {
  if (line === '') return;
  if (player && obeyTape(line, player)) return print(tapeLine(player.state));
  const fault = readFault(line);
  const known = player ? [...faultUsage, ...tapeUsage] : faultUsage;
  if (!fault) return print(line === 'help' ? '' : `"${line}" is no ${player ? 'command' : 'fault'}.`, ...known);
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
  const isUsage = error instanceof UsageError || error instanceof TapeRefused;
  if (isUsage) process.stderr.write('npm run emulator -- --help says what there is.\n');
  process.exit(isUsage ? 2 : 1);
});
