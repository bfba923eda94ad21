import { describe, expect, it, vi } from 'vitest';
import { Scan } from './scan.ts';

describe('a scan', () => {
  it('goes from the newest to the oldest without gaps, and says how far it is', () => {
    const scan = new Scan({ least: 500, greatest: 3500 });
    const looks: [number, number][] = [];
    const told = [scan.state];
    while (scan.running) {
      scan.step((after, upTo) => looks.push([after, upTo]));
      told.push(scan.state);
    }
    expect(looks[0]?.[1]).toBe(3500);
    expect(looks.slice(1).map(([, upTo]) => upTo)).toEqual(looks.slice(0, -1).map(([after]) => after));
    expect(looks.at(-1)?.[0]).toBe(499);
    expect(told.slice(0, 2)).toMatchObject([{ scanned: 0, total: 3001 }, { scanned: 250 }]);
    expect([told.at(-1), scan.failed]).toEqual([null, false]);
  });

  it('takes longer strides where looking is quick, and shorter ones where it is slow', () => {
    let time = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => time);
    const scan = new Scan({ least: 1, greatest: 100_000 });
    const stride = (takes: number) => {
      let length = 0;
      scan.step((after, upTo) => {
        length = upTo - after;
        time += takes;
      });
      return length;
    };
    expect([stride(1), stride(1), stride(64), stride(8), stride(0)]).toEqual([250, 1000, 4000, 500, 500]);
    clock.mockRestore();
  });

  it('is over at once where there is nothing', () => {
    const scan = new Scan(undefined);
    expect([scan.state, scan.running]).toEqual([null, false]);
  });
});
