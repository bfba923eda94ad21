import { app, type WebFrameMain } from 'electron';

/** Origin of the built page. */
export const origin = 'app://console';

/** Where the page comes from: our own scheme, or the development server of `npm run dev`. */
export function pageUrl(): string {
  return developmentServer()?.href ?? `${origin}/`;
}

/** Whether a frame is our page itself; `null` is a frame that is gone or has gone elsewhere. */
export function isOurPage(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === (developmentServer()?.origin ?? origin);
}

function developmentServer(): URL | undefined {
  const url = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
  return url === undefined ? undefined : new URL(url);
}
