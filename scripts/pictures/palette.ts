import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * A screenshot in 256 colours, which is a third of its size. Takes PNG as Chromium writes it, with 8 bits a sample and not
 * interlaced; throws an Error for another.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, pixels } = read(png);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = paletteOf(counts);
  const indexes = new Map([...counts.keys()].map((colour) => [colour, nearest(colour, palette)]));
  const rows = Buffer.alloc(height * (width + 1));
  pixels.forEach((pixel, at) => {
    rows[at + Math.floor(at / width) + 1] = indexes.get(pixel) ?? 0;
  });
  const header = Buffer.from([...uint32(width), ...uint32(height), 8, 3, 0, 0, 0]);
  const colours = Buffer.from(palette.flatMap((colour) => parts(colour)));
  const chunks = { IHDR: header, PLTE: colours, IDAT: deflateSync(rows, { level: 9 }), IEND: Buffer.alloc(0) };
  return Buffer.concat([signature, ...Object.entries(chunks).map(([name, data]) => chunk(name, data))]);
}

/** Pixels as 0xRRGGBB, row by row. */
function read(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const samples = { 2: 3, 6: 4 }[png.readUInt8(25)];
  if (png.readUInt8(24) !== 8 || samples === undefined || png.readUInt8(28) !== 0)
    throw new Error('another kind of PNG');
  const data: Buffer[] = [];
  for (let at = signature.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const rows = unfiltered(inflateSync(Buffer.concat(data)), { stride: width * samples, step: samples });
  const pixels = new Uint32Array(width * height).map((_, index) => rows.readUIntBE(index * samples, 3));
  return { width, height, pixels };
}

/** PNG, 9.2: each byte was written as what it differs by from those to its left and above. */
function unfiltered(filtered: Buffer, { stride, step }: { stride: number; step: number }): Buffer {
  const height = filtered.length / (stride + 1);
  const rows = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < step ? 0 : (rows[at - step] ?? 0);
      const above = rows[at - stride] ?? 0;
      const corner = x < step ? 0 : (rows[at - stride - step] ?? 0);
      const guess = [0, left, above, (left + above) >> 1, closest(left, above, corner)][filter] ?? 0;
      rows[at] = (filtered[y * (stride + 1) + x + 1] ?? 0) + guess;
    }
  }
  return rows;
}

function closest(left: number, above: number, corner: number): number {
  const sum = left + above - corner;
  const [toLeft, toAbove, toCorner] = [Math.abs(sum - left), Math.abs(sum - above), Math.abs(sum - corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Takes each time the colour that would be missed most: rare ones too, if no other is near. `counts`: pixels by colour. */
function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const missed = [...counts].map(([colour, count]) => ({ colour, count, distance: 3 * 255 ** 2 }));
  const palette: number[] = [];
  while (palette.length < 256) {
    const next = missed.reduce((most, each) => (each.count * each.distance > most.count * most.distance ? each : most));
    if (next.distance === 0) break;
    palette.push(next.colour);
    for (const each of missed) each.distance = Math.min(each.distance, distance(each.colour, next.colour));
  }
  return palette;
}

function nearest(colour: number, palette: readonly number[]): number {
  const distances = palette.map((other) => distance(colour, other));
  return distances.indexOf(Math.min(...distances));
}

function distance(one: number, other: number): number {
  const wanted = parts(other);
  return parts(one).reduce((sum, part, index) => sum + (part - (wanted[index] ?? 0)) ** 2, 0);
}

const parts = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255];

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
}

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}
