import { describe, expect, it } from 'vitest';
import { firstWindowState, placeWindow } from './window-state.ts';

const display = { x: 0, y: 0, width: 1920, height: 1080 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  ...firstWindowState,
  bounds: { x, y, width, height },
});

describe('placeWindow', () => {
  it('leaves the first place to the system', () => {
    expect(placeWindow(firstWindowState, [display])).toEqual({ width: 1360, height: 860 });
  });

  it('goes back to where the window was', () => {
    expect(placeWindow(at(200, 100), [display])).toEqual({ x: 200, y: 100, width: 1000, height: 700 });
    expect(placeWindow(at(-1900, 100), [display, { ...display, x: -1920 }])).toMatchObject({ x: -1900 });
  });

  it.each([
    [-1900, 100],
    [1900, 100],
    [100, 1070],
    [5000, 5000],
  ])('keeps the size only, when no display is at %i, %i', (x, y) => {
    expect(placeWindow(at(x, y), [display])).toEqual({ width: 1000, height: 700 });
  });

  it('never opens too small to use', () => {
    expect(placeWindow(at(0, 0, 90, 90), [display])).toMatchObject({ width: 720, height: 480 });
  });
});
