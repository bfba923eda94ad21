import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { Refusal } from '../refusal.ts';
import { bareFingerprint, summary } from './certificate.ts';
import { failure } from './failure.ts';
import type { NetworkSettings } from './network-fields.ts';

export type TlsSettings = Pick<
  NetworkSettings,
  'authority' | 'clientCertificate' | 'clientKey' | 'clientKeyPassphrase' | 'pinnedCertificate'
>;

export interface Secured {
  socket: TLSSocket;
  /** The server's own, linked to those above it. */
  certificate: X509Certificate | undefined;
}

/** TLS over an open socket, by the profile's rules. Rejects with a {@link Refusal}; the socket is destroyed then. */
export async function secure(
  socket: Socket,
  target: { host: string; port: number },
  settings: TlsSettings,
  signal: AbortSignal,
): Promise<Secured> {
  const place = `${target.host}:${target.port}`;
  try {
    const secured = connect({
      socket,
      host: target.host,
      ...(isIP(target.host) ? {} : { servername: target.host }),
      secureContext: contextFor(settings),
      ALPNProtocols: ['http/1.1'],
      // The verdict is asked for below, before a byte is sent: only so can a refusal say which certificate it was.
      rejectUnauthorized: false,
    });
    // Errors outside of the handshake are for whoever uses the socket then; without a listener they would end the app.
    secured.on('error', () => {});
    await once(secured, 'secureConnect', { signal });
    // Node answers this once only: asked again it has none (observed on 24.21).
    const certificate = secured.getPeerX509Certificate();
    judge(secured, certificate, place, settings.pinnedCertificate);
    return { socket: secured, certificate };
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? error : failure(error, place);
  }
}

/** Throws a {@link Refusal} unless the certificate is trusted or, where one is pinned, is the pinned one. */
function judge(
  socket: TLSSocket,
  certificate: X509Certificate | undefined,
  place: string,
  pinned: string | undefined,
): void {
  const detail = certificate && summary(certificate);
  if (pinned) {
    if (certificate && bareFingerprint(certificate.fingerprint256) === bareFingerprint(pinned)) return;
    const hint = 'If the server was given a new certificate, and only then, pin the new one.';
    throw new Refusal(
      { code: 'tls', text: `${place} shows another certificate than the pinned one.`, hint, ...(detail && { detail }) },
      { retry: false },
    );
  }
  if (socket.authorized) return;
  // Typed as an Error, but Node sets the code.
  const code = String(socket.authorizationError);
  const { reason } = failure(
    Object.assign(new Error(code), { code: code.startsWith('Hostname/IP') ? altName : code }),
    place,
  );
  throw new Refusal({ ...reason, code: 'tls', detail: [code, detail].filter(Boolean).join('; ') }, { retry: false });
}

const altName = 'ERR_TLS_CERT_ALTNAME_INVALID';

function contextFor(settings: TlsSettings): SecureContext {
  const { authority, clientCertificate, clientKey, clientKeyPassphrase } = settings;
  try {
    return createSecureContext({
      ...(authority && { ca: authority }),
      ...(clientCertificate && { cert: clientCertificate }),
      ...(clientKey && { key: clientKey }),
      ...(clientKeyPassphrase && { passphrase: clientKeyPassphrase }),
    });
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    throw new Refusal(
      {
        code: 'settings',
        text: 'The certificates of the profile could not be used.',
        hint: 'Check that certificate and private key are PEM texts that belong together, and the passphrase.',
        ...(detail && { detail }),
      },
      { retry: false },
    );
  }
}
