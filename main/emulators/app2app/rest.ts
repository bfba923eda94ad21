import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Conditions } from '../conditions.ts';
import type { Destination } from './destination.ts';
import type { Environment, Membership } from './environment.ts';

interface Answer {
  status: number;
  body: unknown;
}

const unauthorized: Answer = { status: 401, body: { error: 'Unauthorized' } };
const notFound: Answer = { status: 404, body: { error: 'Not found' } };
/** api.kaleido.io/app2app.html */
const destinationName = /^[a-z0-9._-]{1,44}$/;
const creation = z.object({ kaleido_managed: z.boolean() });

/**
 * The runtime's own `GET /api/v1/addressbook` (HTTP Basic) and the management API of api.kaleido.io/app2app.html
 * (`/api/v1/app2app/<runtime>/…`, Bearer), which the vendor serves from another host.
 */
export async function answerRest(
  request: IncomingMessage,
  response: ServerResponse,
  environment: Environment,
  conditions: Conditions,
): Promise<void> {
  const { status, body } = conditions.refuse
    ? unauthorized
    : await route(request, environment).catch((error: Error) => ({ status: 400, body: { error: error.message } }));
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function route(request: IncomingMessage, environment: Environment): Promise<Answer> {
  const { authorization } = request.headers;
  const [path = ''] = (request.url ?? '').split('?');
  const what = `${request.method} ${path}`;
  if (path === '/api/v1/addressbook') {
    if (!environment.authorise(authorization)) return unauthorized;
    return what.startsWith('GET') ? { status: 200, body: addressbook(environment) } : notFound;
  }
  const prefix = `/api/v1/app2app/${environment.runtime}/`;
  if (!path.startsWith('/api/v1/app2app/')) return notFound;
  const owner = environment.memberships.find(({ apiKey }) => authorization === `Bearer ${apiKey}`);
  if (!owner) return unauthorized;
  if (!path.startsWith(prefix)) return notFound;
  return manage(request, path.slice(prefix.length).split('/').map(decodeURIComponent), owner, environment);
}

async function manage(
  request: IncomingMessage,
  [noun, name, ...more]: string[],
  owner: Membership,
  environment: Environment,
): Promise<Answer> {
  if (more.length > 0) return notFound;
  if (noun === 'addressbook' && !name && request.method === 'GET') {
    return { status: 200, body: addressbook(environment) };
  }
  if (noun !== 'destinations') return notFound;
  if (!name) {
    return request.method === 'GET' ? { status: 200, body: [...owner.destinations.values()].map(describe) } : notFound;
  }
  if (request.method === 'PUT') return create(request, name, owner, environment);
  const destination = owner.destinations.get(name);
  if (!destination) return notFound;
  if (request.method === 'GET') return { status: 200, body: describe(destination) };
  if (request.method !== 'DELETE') return notFound;
  environment.removeDestination(owner, destination);
  return { status: 202, body: { result: 'accepted', action: 'delete' } };
}

async function create(
  request: IncomingMessage,
  name: string,
  owner: Membership,
  environment: Environment,
): Promise<Answer> {
  const wanted = creation.safeParse(JSON.parse(await bodyOf(request)));
  if (!wanted.success) return { status: 400, body: { error: 'kaleido_managed: true or false is needed' } };
  if (!destinationName.test(name)) {
    return { status: 400, body: { error: 'A name has 1 to 44 characters out of a-z, 0-9, "-", "_" and "."' } };
  }
  if (owner.destinations.has(name)) return { status: 400, body: { error: `Destination ${name} exists already` } };
  return { status: 201, body: describe(await environment.addDestination(owner, name, wanted.data.kaleido_managed)) };
}

function addressbook({ memberships }: Environment): unknown {
  return memberships.map(({ id, destinations }) => ({
    membership: `/${id}`,
    destinations: [...destinations.values()].map(({ uri, name }) => ({ uri, name })),
  }));
}

function describe({ name, uri, managed, ready }: Destination): unknown {
  return { name, uri, kaleido_managed: managed, setup_complete: ready };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > 100_000) throw new Error('The body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
