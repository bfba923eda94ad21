import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { CloudonixOptions } from './options.ts';

const query = 'access_token';
const nowhere = new URL('http://127.0.0.1');
const at = (url: string | undefined): URL => URL.parse(url ?? '/', nowhere.href) ?? nowhere;

/** RFC 6750: section 2.1, the `Authorization` header, or 2.3, the query. */
export function tokenOf(
  { headers, url }: Pick<IncomingMessage, 'headers' | 'url'>,
  place: CloudonixOptions['token'],
): string | undefined {
  const inHeader = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const inQuery = at(url).searchParams.get(query) ?? undefined;
  if (place === 'header') return inHeader;
  return place === 'query' ? inQuery : (inHeader ?? inQuery);
}

/** RFC 6750, section 3: there is an error to tell only where there was a token. */
const challenge = (token: string | undefined) =>
  `Bearer realm="API.Messaging"${token === undefined ? '' : ', error="invalid_token"'}`;

/**
 * Stands before the listeners there are, on every path below `prefix`: who has no valid token gets a 401, on requests
 * and upgrades alike. The sockjs package hands on the URL of a request but not its `Authorization` header: so whoever
 * is let in has the token in the URL.
 */
export function guard(
  http: HttpServer,
  {
    prefix,
    place,
    admits,
  }: {
    prefix: string;
    place: CloudonixOptions['token'];
    admits(token: string | undefined, path: string): boolean;
  },
): void {
  const requests = http.listeners('request');
  const upgrades = http.listeners('upgrade');
  http.removeAllListeners('request').removeAllListeners('upgrade');
  const isBelow = (request: IncomingMessage) => `${at(request.url).pathname}/`.startsWith(`${prefix}/`);
  const passes = (request: IncomingMessage, token: string | undefined) => {
    const url = at(request.url);
    if (!admits(token, url.pathname)) return false;
    if (token !== undefined) url.searchParams.set(query, token);
    request.url = `${url.pathname}${url.search}`;
    return true;
  };
  http.on('request', (request, response) => {
    const token = tokenOf(request, place);
    if (isBelow(request) && !passes(request, token)) {
      response.writeHead(401, { 'www-authenticate': challenge(token), 'content-type': 'text/plain' });
      response.end('Unauthorized');
    } else for (const listener of requests) listener.call(http, request, response);
  });
  http.on('upgrade', (request, line: Duplex, head) => {
    const token = tokenOf(request, place);
    if (!isBelow(request)) refuseUpgrade(line, '404 Not Found');
    else if (!passes(request, token)) refuseUpgrade(line, '401 Unauthorized', `www-authenticate: ${challenge(token)}`);
    else for (const listener of upgrades) listener.call(http, request, line, head);
  });
}

function refuseUpgrade(line: Duplex, status: string, ...headers: string[]): void {
  line.end([`HTTP/1.1 ${status}`, ...headers, 'connection: close', 'content-length: 0', '', ''].join('\r\n'));
}

/** The token that somebody was let in with, from the URL as {@link guard} left it. */
export const admittedWith = (url: string): string => at(url).searchParams.get(query) ?? '';

/** Session id of a framed SockJS path, `<prefix>/<server>/<session>/<transport>`. */
export const sessionOf = (url: string): string | undefined => /\/[^/.]+\/([^/.]+)\/[^/]+$/.exec(at(url).pathname)?.[1];
