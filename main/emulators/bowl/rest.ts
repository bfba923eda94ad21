import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Conditions } from './conditions.ts';
import type { Hub } from './hub.ts';
import { Objection, type People, readPublicKey, type User } from './people.ts';
import type { Tokens } from './token.ts';

export interface Office {
  prefix: string;
  people: People;
  hub: Hub;
  tokens: Tokens;
  conditions: Conditions;
}

interface Asked {
  body: Record<string, unknown>;
  query: URLSearchParams;
  /** Throws an {@link Objection}. */
  user(): User;
}

/** What goes beside `status: "SUCCESS"`. */
type Answer = { msg: string; data?: unknown; user?: unknown };

/** The server's HTTP calls: `{status, msg, data}`, failures with 400, anything else as Express answers it. */
export async function answerRest(request: IncomingMessage, response: ServerResponse, office: Office): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = url.pathname.startsWith(`${office.prefix}/`) ? url.pathname.slice(office.prefix.length) : undefined;
  if (path?.startsWith('/verify/') && request.method === 'GET') {
    return answerHtml(
      response,
      200,
      office.people.verify(path) ? 'Your account is verified.' : 'This link has expired.',
    );
  }
  const call = path === undefined ? undefined : calls[`${request.method} ${path}`];
  if (!call) return answerHtml(response, 404, `Cannot ${request.method} ${url.pathname}`);
  try {
    const body = await bodyOf(request);
    const user = () => userOf(request.headers.authorization, office);
    answerJson(response, 200, { status: 'SUCCESS', ...call({ body, query: url.searchParams, user }, office) });
  } catch (error) {
    answerJson(response, 400, { status: 'FAILURE', msg: (error as Error).message });
  }
}

const calls: Readonly<Record<string, (asked: Asked, office: Office) => Answer>> = {
  'POST /signup': ({ body }, { people }) => {
    const { name, email, password, public_key: publicKey } = body;
    people.signUp({ name, email, password, publicKey });
    return { msg: 'Verification mail has been sent!' };
  },
  'POST /login': ({ body }, { people, tokens, conditions }) => {
    if (conditions.refuse) throw new Objection('Invalid credentials!');
    const { id, email, name, publicKey } = people.logIn(body.email, body.password);
    return { msg: 'Logged in!', data: tokens.issue(id, email), user: { publicKey, name } };
  },
  'PUT /user/update': ({ body, user }) => {
    const changed = user();
    if (body.public_key !== undefined) changed.publicKey = readPublicKey(body.public_key);
    if (typeof body.name === 'string' && body.name.length >= 3) changed.name = body.name;
    return { msg: 'User updated!' };
  },
  'GET /user/getUserDetails': ({ query }, { people }) => {
    const found = people.find(query.get('email') ?? '');
    if (!found) throw new Objection('User not found!');
    return { msg: 'User found!', data: { public_key: found.publicKey, name: found.name } };
  },
  'POST /groupChat': ({ body, user }, { hub }) => {
    const creator = user();
    const [name, description] = [needed(body.name), needed(body.description)];
    const { id } = hub.groups.add(name, description, creator);
    const receiver = hub.receiverOf(creator);
    if (receiver) hub.joinRoom(id, receiver);
    return { msg: 'Group created!', data: { groupId: id, name, description } };
  },
  'PUT /groupChat': ({ body, user }, { hub }) => {
    const group = hub.groups.get(body.groupId);
    if (!group || !hub.groups.isAdmin(body.groupId, user())) throw new Objection('Only admins can update the group!');
    Object.assign(group, { name: needed(body.name), description: needed(body.description) });
    return { msg: 'Group updated!' };
  },
  'GET /groupChat/groupMember': ({ query, user }, { hub }) => {
    user();
    const members = [...(hub.groups.get(query.get('id'))?.members ?? [])];
    return {
      msg: 'Members found!',
      data: members.map(([userId, isAdmin]) => ({ groupId: query.get('id'), userId, isAdmin })),
    };
  },
  'POST /forgotpassword': () => ({ msg: 'Mail has been sent!' }),
  /** Not of the real server: what it would have mailed. */
  'GET /mails': (_, { people }) => ({ msg: 'Sent mails', data: people.mails }),
};

/** The bare token: `Bearer` before it is not understood. */
function userOf(authorization: string | undefined, { tokens, people }: Office): User {
  const user = people.get(tokens.read(authorization));
  if (!user) throw new Objection('Invalid auth token!');
  return user;
}

function needed(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Objection('Name and description are required!');
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > 100_000) throw new Objection('request entity too large');
    chunks.push(chunk);
  }
  const body: unknown = size === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'));
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

function answerHtml(response: ServerResponse, status: number, text: string): void {
  const safe = text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const page = `<!DOCTYPE html>\n<html lang="en"><body><pre>${safe}</pre></body></html>\n`;
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}
