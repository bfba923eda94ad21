import { describe, expect, it } from 'vitest';
import { Duplicates } from './duplicates.ts';
import { readPayload } from './message.ts';

const message = { headers: { from: 'a', to: 'b' }, content: 'x' };

describe('Duplicates', () => {
  it('knows a delivery by key, timestamp and content, in any dialect', () => {
    const duplicates = new Duplicates();
    expect(duplicates.before('data', readPayload(message), 'k', 1)).toBeUndefined();
    expect(duplicates.before('data', readPayload(message), 'k', 1)).toBe('data');
    expect(duplicates.before('message', readPayload('{"from":"a","to":"b","content":"x"}'), Buffer.from('k'), 1)).toBe(
      'data',
    );
  });

  it('tells apart by each of them', () => {
    const duplicates = new Duplicates();
    duplicates.before('data', readPayload(message), 'k', 1);
    expect(duplicates.before('data', readPayload(message), 'l', 1)).toBeUndefined();
    expect(duplicates.before('data', readPayload(message), 'k', 2)).toBeUndefined();
    expect(duplicates.before('data', readPayload({ content: 'y' }), 'k', 1)).toBeUndefined();
  });

  it('knows long contents and bytes as well, and tells them apart', () => {
    const duplicates = new Duplicates();
    const long = 'x'.repeat(1000);
    for (const content of [long, `${long}y`, Buffer.from('x')]) {
      expect(duplicates.before('data', readPayload({ content }), 'k', 1)).toBeUndefined();
      expect(duplicates.before('message', readPayload({ content }), 'k', 1)).toBe('data');
    }
  });

  it('says nothing of deliveries without key and timestamp', () => {
    const duplicates = new Duplicates();
    expect(duplicates.before('data', readPayload(message), null, undefined)).toBeUndefined();
    expect(duplicates.before('data', readPayload(message), null, undefined)).toBeUndefined();
  });

  it('forgets the oldest beyond 10,000', () => {
    const duplicates = new Duplicates();
    for (let time = 0; time <= 10_000; time++) duplicates.before('data', readPayload(message), 'k', time);
    expect(duplicates.before('data', readPayload(message), 'k', 1)).toBe('data');
    expect(duplicates.before('data', readPayload(message), 'k', 0)).toBeUndefined();
  });

  it('survives content that nests too deeply to be compared', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(new Duplicates().before('data', readPayload({ content: deep }), 'k', 1)).toBeUndefined();
  });
});
