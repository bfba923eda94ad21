import { expect, it } from 'vitest';
import { FrameStream } from './stream.ts';

const bytes = Buffer.from('o\n\na["ü😀"]\nhhh\na["x"]\n');
const frames = ['o', 'a["ü😀"]', 'hhh', 'a["x"]'];

function aStream(limit = 1000) {
  const told: (string | Uint8Array)[] = [];
  return { told, stream: new FrameStream(limit, (frame) => told.push(frame)) };
}

it.each(Array.from({ length: bytes.length }, (_, index) => index))('takes frames out of pieces cut at %i', (cut) => {
  const { told, stream } = aStream();
  stream.take(bytes.subarray(0, cut));
  stream.take(bytes.subarray(cut));
  stream.end();
  expect(told).toEqual(frames);
});

it('takes them out of single bytes', () => {
  const { told, stream } = aStream();
  for (const byte of bytes) stream.take(Buffer.of(byte));
  expect(told).toEqual(frames);
});

it('keeps the last one, though nothing ends it', () => {
  const { told, stream } = aStream();
  stream.take(Buffer.from('a["x"]\na["y"]'));
  expect(told).toEqual(['a["x"]']);
  stream.end();
  stream.end();
  expect(told).toEqual(['a["x"]', 'a["y"]']);
});

it('gives bytes where they are not UTF-8', () => {
  const { told, stream } = aStream();
  stream.take(Buffer.of(0xff, 0xfe, 10));
  expect(told).toEqual([Buffer.of(0xff, 0xfe)]);
});

it('takes no more of a frame than the limit, however many frames there are', () => {
  const { stream } = aStream(10);
  for (let count = 0; count < 100; count++) expect(stream.take(Buffer.from('123456789\n'))).toBe(true);
  expect(stream.take(Buffer.from('1234567890'))).toBe(true);
  expect(stream.take(Buffer.from('1'))).toBe(false);
});
