import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Event, type ExportFormat, journalFileEntry, journalFileHead } from '../../../preload/contract/index.ts';
import type { Draft } from '../draft.ts';
import { type ExportOrder, type Journal, openJournal } from '../journal.ts';
import { silent } from '../silent.fixture.ts';

const worker = join(import.meta.dirname, '../worker.ts');
const [alice, bob] = [crypto.randomUUID(), crypto.randomUUID()];
const known = [
  { id: alice, name: 'Alice', service: 'post' },
  { id: bob, name: 'Bob', service: 'paper' },
];

let folder: string;
let journal: Journal;
let told: Event<'export:changed'>[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-export-'));
  told = [];
  const on = { ...silent, exported: (event: (typeof told)[number]) => told.push(event) };
  ({ journal } = await openJournal({ folder, worker, on }));
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true });
});

const message = (args: unknown[], more: Partial<Draft> = {}): Draft => ({
  direction: 'in',
  kind: 'message',
  args,
  ...more,
});

function order(format: ExportFormat, more: Partial<ExportOrder> = {}): ExportOrder {
  const asked = { profiles: [alice, bob], filter: '', fold: false, from: null, to: null, redact: false };
  return { id: crypto.randomUUID(), ...asked, format, app: '1.0.0', known, secrets: [], ...more };
}

async function textOf(given: ExportOrder): Promise<string> {
  const path = join(folder, `out.${given.format}`);
  await journal.export(given, path);
  return readFileSync(path, 'utf8');
}

const formats = ['ndjson', 'csv', 'har', 'markdown'] as const;

describe('an export', () => {
  it('as NDJSON holds everything, and its arguments byte for byte', async () => {
    const id = journal.append(
      alice,
      message([{ b: 1, a: [new Uint8Array([1, 2, 255])], __proto__: 1 }, 'x'], {
        ...{ from: 'a', to: 'b', exchange: 'e', marks: ['duplicate'], waiting: true, direction: 'out' },
        resend: { action: 'send', input: { text: 'x' } },
      }),
    );
    journal.revise(id, {
      ...{ inside: 'open', facts: [{ name: 'n', value: 'v' }], opened: { state: 'opened', by: 'key' } },
      ...{ signature: { state: 'verified', by: 'k' }, steps: [{ name: 'sent', after: 1.25, tone: 'good' }] },
    });
    await journal.bookmark(id, { comment: 'look', colour: 'red' });
    const [head, line, ...rest] = (await textOf(order('ndjson'))).split('\n');
    expect(journalFileHead.parse(JSON.parse(head ?? ''))).toEqual({
      ...{ patchbay: 'journal', version: 1, app: '1.0.0', redacted: false, profiles: known },
    });
    expect(rest).toEqual(['']);
    const { row } = (await journal.entry(id, 1000)) ?? {};
    const { at, kind, direction, tone, preview, exchange, from, to, steps, marks, opened, signature, bookmark } =
      row ?? {};
    expect(journalFileEntry.parse(JSON.parse(line ?? ''))).toEqual({
      ...{
        id,
        profile: alice,
        at,
        kind,
        direction,
        tone,
        preview,
        exchange,
        from,
        to,
        steps,
        marks,
        opened,
        signature,
        bookmark,
      },
      ...{ waiting: true, inside: 'open', facts: [{ name: 'n', value: 'v' }], offers: [], links: [] },
      ...{ resend: { action: 'send', input: { text: 'x' } }, args: [{ b: 1, a: [null] }, 'x'] },
      binaries: [{ path: [0, 'a', 0], base64: 'AQL/' }],
    });
    expect(line).toMatch(/,"args":\[\{"b":1,"a":\[null\]\},"x"\]\}$/);
  });

  it('holds what meets the filter, from one entry to another, and whole exchanges where these are asked for', async () => {
    const ids = ['one', 'two', 'three', 'four'].map((text) =>
      journal.append(alice, message([text], { exchange: text.slice(0, 1) })),
    );
    journal.append(bob, message(['one']));
    const kept = async (more: Partial<ExportOrder>) =>
      (await textOf(order('ndjson', { profiles: [alice], ...more })))
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => JSON.parse(line).args[0]);
    expect(await kept({ from: ids[1] ?? 0, to: ids[2] ?? 0 })).toEqual(['two', 'three']);
    expect(await kept({ filter: 'two' })).toEqual(['two']);
    expect(await kept({ filter: 'two', fold: true })).toEqual(['two', 'three']);
  });

  it('can be read by its owner alone, and is there only when it is whole', async () => {
    journal.append(alice, message(['x']));
    await textOf(order('csv'));
    expect(statSync(join(folder, 'out.csv')).mode & 0o777).toBe(0o600);
    await expect(journal.export(order('csv'), join(folder, 'nowhere', 'out.csv'))).rejects.toThrow();
    for (let count = 0; count < 30_000; count++) journal.append(alice, message([count]));
    const long = order('ndjson');
    const path = join(folder, 'long.ndjson');
    const writing = journal.export(long, path);
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), { timeout: 10_000 });
    expect(told[0]).toMatchObject({ id: long.id, total: 30_001 });
    await journal.stopExport(long.id);
    expect(await writing).toBeNull();
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('as CSV guards formulas and quotes what must be', async () => {
    journal.append(alice, message(['x'], { from: '=1+1', to: '@x', preview: 'a "quoted", line\nand more' }));
    const lines = (await textOf(order('csv'))).split('\r\n');
    expect(lines[0]).toMatch(/^id,time,connection,direction,kind,from,to/);
    expect(lines[1]).toContain(`,Alice,in,message,'=1+1,'@x,`);
    expect(lines[1]).toContain('"a ""quoted"", line\nand more"');
  });

  it('as HAR has an entry for each profile, with its messages', async () => {
    journal.append(bob, message([{ a: 1 }, 2], { kind: 'event' }));
    journal.append(alice, message(['{"b":2}'], { direction: 'out' }));
    journal.append(alice, message([new Uint8Array([1, 2])]));
    journal.append(alice, message([], { direction: 'note', kind: 'closed' }));
    const { log } = JSON.parse(await textOf(order('har')));
    expect(log).toMatchObject({ version: '1.2', creator: { name: 'Patchbay', version: '1.0.0' } });
    expect(
      log.entries.map(
        (entry: { _resourceType: string; comment: string }) => `${entry._resourceType}: ${entry.comment}`,
      ),
    ).toEqual(['websocket: Alice (post)', 'websocket: Bob (paper)']);
    expect(log.entries[0]._webSocketMessages).toEqual([
      { type: 'send', time: expect.any(Number), opcode: 1, data: '{"b":2}' },
      { type: 'receive', time: expect.any(Number), opcode: 2, data: 'AQI=' },
    ]);
    expect(log.entries[1]._webSocketMessages[0].data).toBe('["event",{"a":1},2]');
  });

  it('as Markdown has fences that nothing in them ends, and says what was cut', async () => {
    journal.append(alice, message([`a \`\`\`\` b ${'x'.repeat(5000)}`], { kind: 'a|b' }));
    const text = await textOf(order('markdown'));
    expect(text).toContain('\n`````json\n');
    expect(text).toMatch(/\(cut, \d+ more characters\)/);
    expect(text).toContain('a\\|b');
  });

  it.each(formats)('as %s is in its form when there is nothing', async (format) => {
    const text = await textOf(order(format));
    if (format === 'har') expect(JSON.parse(text).log.entries).toEqual([]);
    else expect(text).not.toBe('');
  });

  it('never holds a known secret, nor with redaction what is planted, wherever it stands', async () => {
    const secret = 'hunter22secret';
    const [mail, phone] = ['alice.planted@example.org', '+49 30 7654321'];
    const text = `to ${mail} or ${phone} with ${secret}`;
    const id = journal.append(alice, {
      ...{ direction: 'in', kind: text, from: mail, to: phone, exchange: text, preview: text, marks: [text] },
      ...{
        args: [{ [text]: [text, JSON.stringify({ text }), Buffer.from(text)] }, Buffer.from(text).toString('base64')],
      },
      ...{ resend: { action: 'send', input: { text } }, links: [{ label: text, url: `https://x.example/?m=${mail}` }] },
      offers: [{ label: text, action: 'a', input: { text }, how: 'run' }],
    });
    journal.revise(id, {
      inside: text,
      facts: [{ name: 'subject', value: text }],
      steps: [{ name: text, after: 1, tone: 'good' }],
    });
    await journal.bookmark(id, { comment: text, colour: null });
    const named = [{ id: alice, name: `Alice ${mail}`, service: 'post' }];
    for (const format of formats) {
      const redacted = await textOf(order(format, { redact: true, secrets: [secret], known: named }));
      const whole =
        format === 'ndjson'
          ? redacted + redacted.replace(/[A-Za-z0-9+/]{16,}=*/g, (run) => Buffer.from(run, 'base64').toString())
          : redacted;
      for (const planted of [secret, mail, '7654321', 'alice.planted']) expect(whole).not.toContain(planted);
      expect(whole).toContain('person-1@example.invalid');
      const plain = await textOf(order(format, { secrets: [secret] }));
      expect(plain).not.toContain(secret);
      expect(plain).toContain(mail);
    }
  });

  it('leaves nothing of a secret in a preview that was cut', async () => {
    const check = async (before: number) => {
      journal.append(
        alice,
        message([{ text: 'x'.repeat(before), password: 'hunter2 of mine', mail: 'alice.planted@example.org' }]),
      );
    };
    for (let before = 150; before < 240; before++) await check(before);
    const redacted = await textOf(order('ndjson', { redact: true }));
    expect(redacted).not.toMatch(/hunter|alice/);
  });

  it('is shown before: what would be replaced, and its beginning', async () => {
    for (let count = 0; count < 5000; count++) journal.append(alice, message([`user${count % 7}@example.org`]));
    journal.append(bob, message([new Uint8Array([255, 254])], { opened: { state: 'pending' } }));
    const preview = await journal.previewExport(order('ndjson', { redact: true }));
    expect(preview).toMatchObject({ entries: 5001 });
    expect(preview.looked).toBeLessThanOrEqual(2000);
    expect(preview.findings).toEqual([{ kind: 'email', count: 7, examples: expect.any(Array) }]);
    expect(preview.findings[0]?.examples[0]).toEqual({ masked: 'use•••org', alias: 'person-1@example.invalid' });
    expect(preview.beginning).toMatch(/^\{"patchbay":"journal"/);
  });

  it('as NDJSON keeps any arguments as they are kept', async () => {
    const values = fc.sample(fc.array(fc.jsonValue()), 200);
    const ids = values.map((args) => journal.append(alice, message(args)));
    const lines = (await textOf(order('ndjson'))).trimEnd().split('\n').slice(1);
    for (const [index, id] of ids.entries()) {
      const entry = await journal.entry(id, 1_000_000);
      expect(lines[index]?.endsWith(`,"args":${entry?.payload.args}}`)).toBe(true);
    }
  });
});
