import type { Reason } from '../../preload/contract/index.ts';
import { Refusal } from '../refusal.ts';

type Cause = Omit<Reason, 'detail'> & { retry: boolean };

const wrongCertificate =
  'If you know this server, pin its certificate in the profile, or give its certificate authority.';

/** Error codes of Node (libuv, OpenSSL, llhttp) in plain words; `%` stands for the host and port. */
const causes: Record<string, Cause> = {
  ENOTFOUND: {
    code: 'network',
    text: 'The name of % could not be found.',
    hint: 'Check the host name, and whether this machine is online or needs a VPN.',
    retry: true,
  },
  EAI_AGAIN: {
    code: 'network',
    text: 'The name of % could not be looked up.',
    hint: 'The name server gave no answer: check whether this machine is online.',
    retry: true,
  },
  ECONNREFUSED: {
    code: 'network',
    text: 'Nothing accepts connections at %.',
    hint: 'Check host and port, and whether the server runs.',
    retry: true,
  },
  ECONNRESET: { code: 'network', text: '% closed the connection before it answered.', retry: true },
  EPIPE: { code: 'network', text: '% closed the connection before it answered.', retry: true },
  ETIMEDOUT: {
    code: 'timeout',
    text: '% did not answer in time.',
    hint: 'A firewall may drop what is sent to it.',
    retry: true,
  },
  EHOSTUNREACH: { code: 'network', text: 'There is no way to %.', hint: 'Check network and VPN.', retry: true },
  ENETUNREACH: { code: 'network', text: 'There is no way to %.', hint: 'Check network and VPN.', retry: true },
  EADDRNOTAVAIL: { code: 'address', text: '% is not an address that can be connected to.', retry: false },
  ERR_SOCKET_BAD_PORT: { code: 'address', text: '% is not an address that can be connected to.', retry: false },
  ERR_INVALID_CHAR: {
    code: 'settings',
    text: 'What the profile says cannot stand in a header, and was not sent to %.',
    hint: 'Look for line breaks and unusual characters in keys and extra headers.',
    retry: false,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    code: 'tls',
    text: 'The certificate of % is self-signed.',
    hint: wrongCertificate,
    retry: false,
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    code: 'tls',
    text: 'The certificate of % comes from an authority that is not trusted.',
    hint: wrongCertificate,
    retry: false,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    code: 'tls',
    text: 'The certificate of % comes from an authority that is not trusted.',
    hint: wrongCertificate,
    retry: false,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    code: 'tls',
    text: 'The certificate of % comes from an authority that is not trusted, or the server does not send its whole chain.',
    hint: wrongCertificate,
    retry: false,
  },
  CERT_HAS_EXPIRED: {
    code: 'tls',
    text: 'The certificate of % has expired.',
    hint: 'The server needs a new one. Until then it can be pinned in the profile.',
    retry: false,
  },
  CERT_NOT_YET_VALID: {
    code: 'tls',
    text: 'The certificate of % is not valid yet.',
    hint: 'Check the clocks of this machine and of the server.',
    retry: false,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'tls',
    text: 'The certificate of % belongs to another name.',
    hint: 'Use a host name that the certificate holds, or pin the certificate in the profile.',
    retry: false,
  },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    code: 'tls',
    text: '% does not speak TLS.',
    hint: 'Use http:// or ws:// if the server is meant to be reached without TLS.',
    retry: false,
  },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: {
    code: 'tls',
    text: '% does not speak TLS.',
    hint: 'Use http:// or ws:// if the server is meant to be reached without TLS.',
    retry: false,
  },
};

const patterns: [code: RegExp, cause: Cause][] = [
  [
    /CERTIFICATE_REQUIRED|ALERT_HANDSHAKE_FAILURE|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_CERTIFICATE/,
    {
      code: 'tls',
      text: '% ended the TLS handshake: it may ask for a client certificate, or does not accept the one it was shown.',
      hint: 'Check client certificate and key in the profile.',
      retry: false,
    },
  ],
  [
    /^(ERR_SSL|ERR_TLS|EPROTO|CERT_|UNABLE_TO_)/,
    { code: 'tls', text: 'TLS with % could not be agreed on.', retry: false },
  ],
  [
    /^HPE_/,
    {
      code: 'protocol',
      text: '% answers, but not in HTTP.',
      hint: 'It may speak TLS, or be another kind of server: check scheme and port.',
      retry: false,
    },
  ],
];

const unknown: Cause = { code: 'network', text: '% could not be reached.', retry: true };

/** What became of an attempt to reach `place`, a host and port, told from whatever was thrown on the way. */
export function failure(error: unknown, place: string): Refusal {
  if (error instanceof Refusal) return error;
  const { code, message } = told(error);
  const { retry, ...cause } = causes[code] ?? patterns.find(([pattern]) => pattern.test(code))?.[1] ?? unknown;
  const text = sentence(cause.text.replace('%', place));
  return new Refusal({ ...cause, text, ...(message && { detail: message }) }, { retry });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Several addresses may have been tried: then the first failure speaks for all. */
function told(error: unknown): { code: string; message: string } {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return { code: '', message: '' };
  const code = 'code' in first && typeof first.code === 'string' ? first.code : '';
  return { code, message: code && !first.message.includes(code) ? `${first.message} (${code})` : first.message };
}

export function timedOut(place: string, seconds: number): Refusal {
  return new Refusal(
    {
      code: 'timeout',
      text: `${place} did not answer within ${seconds} s.`,
      hint: 'A firewall may drop what is sent to it; or allow more time in the profile.',
    },
    { retry: true },
  );
}

export function stopped(): Refusal {
  return new Refusal({ code: 'user', text: 'Stopped.' }, { retry: false });
}

export function notOpen(): Refusal {
  const text = 'The line is not open: nothing was sent.';
  return new Refusal({ code: 'dropped', text, hint: 'Connect first.' }, { retry: true });
}

/** 401 and 403 are about the credentials and stay as they are; anything else may pass. */
export function refusedByStatus(status: number, place: string, body = ''): Refusal {
  const detail = `HTTP ${status}${body && `: ${body.slice(0, 500)}`}`;
  if (status === 401 || status === 403) {
    return new Refusal(
      {
        code: 'credentials',
        text: `${place} refused the credentials (HTTP ${status}).`,
        detail,
        hint: 'Check user name and password, and that they belong to this address.',
      },
      { retry: false },
    );
  }
  if (status === 413) {
    return new Refusal({ code: 'too-large', text: `${place} found the message too large.`, detail }, { retry: true });
  }
  const retry = status >= 500 || status === 408 || status === 429;
  return new Refusal({ code: 'http', text: `${place} answered with HTTP ${status}.`, detail }, { retry });
}
