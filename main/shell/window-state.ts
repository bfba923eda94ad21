import { z } from 'zod';

const bounds = z.strictObject({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
type Bounds = z.infer<typeof bounds>;

/** What `window.json` remembers: where the window was when it was not maximised, in device-independent pixels. */
export const windowState = z.strictObject({
  version: z.literal(1),
  bounds: bounds.nullable(),
  maximised: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

export const firstWindowState: WindowState = { version: 1, bounds: null, maximised: false };

/** Smaller is of no use. */
export const least = { width: 720, height: 480 };
const usual = { width: 1360, height: 860 };

/** This much of a window must be on a display for the user to find and drag it. */
const handle = 80;

/** Where to open the window: as remembered, if a display is still there; else in its usual size, placed by the system. */
export function placeWindow(
  state: WindowState,
  displays: readonly Bounds[],
): { width: number; height: number; x?: number; y?: number } {
  const { bounds: saved } = state;
  if (saved === null) return usual;
  const size = { width: Math.max(saved.width, least.width), height: Math.max(saved.height, least.height) };
  const found = displays.some(
    (display) => overlap(saved, display, 'x', 'width') && overlap(saved, display, 'y', 'height'),
  );
  return found ? { x: saved.x, y: saved.y, ...size } : size;
}

function overlap(a: Bounds, b: Bounds, from: 'x' | 'y', length: 'width' | 'height'): boolean {
  const shared = Math.min(a[from] + a[length], b[from] + b[length]) - Math.max(a[from], b[from]);
  return shared >= Math.min(handle, a[length]);
}
