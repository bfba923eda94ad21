import { type Protocol, protocol } from 'electron';
import { serveRenderer } from '../serve.ts';
import { origin } from './page.ts';

/** Must run before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves `app://console/…` out of the renderer's folder; every other host of the scheme is not found. */
export function serveScheme(sessionProtocol: Protocol, renderer: string): void {
  sessionProtocol.handle('app', async (request) => {
    if (!request.url.startsWith(`${origin}/`)) return new Response('There is no such host.', { status: 404 });
    const { status, headers, body } = await serveRenderer(renderer, request, "'none'");
    return new Response(typeof body === 'string' ? body : new Uint8Array(body), { status, headers });
  });
}
