import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Reason } from '../../preload/contract/index.ts';
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
    judge({ socket: secured, certificate }, place, settings.pinnedCertificate);
    return { socket: secured, certificate };
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? error : failure(error, place);
  }
}

/** The server's certificate is the reason. */
export class Distrust extends Refusal {
  readonly certificate: X509Certificate;

  constructor(reason: Omit<Reason, 'code'>, certificate: X509Certificate) {
    const detail = [reason.detail, summary(certificate)].filter(Boolean).join('; ');
    super({ ...reason, code: 'tls', detail }, { retry: false });
    this.certificate = certificate;
  }
}

/** Throws unless the certificate is trusted or, where one is pinned, is the pinned one. */
function judge({ socket, certificate }: Secured, place: string, pinned: string | undefined): void {
  if (!certificate) throw new Error('The server showed no certificate.');
  if (pinned) {
    if (bareFingerprint(certificate.fingerprint256) === bareFingerprint(pinned)) return;
    const text = `${place} shows another certificate than the pinned one.`;
    throw new Distrust({ text, hint: 'If the server was given a new certificate, pin that one.' }, certificate);
  }
  if (socket.authorized) return;
  // Typed as an Error; it is the code of one.
  const code = String(socket.authorizationError);
  const { text, hint } = failure(Object.assign(new Error(code), { code }), place).reason;
  throw new Distrust({ text, detail: code, ...(hint && { hint }) }, certificate);
}

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
