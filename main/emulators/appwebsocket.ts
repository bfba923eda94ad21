import { randomBytes } from 'node:crypto';
import { selfSigned } from './appwebsocket/certificate.ts';
import { EchoApp } from './appwebsocket/echo-app.ts';
import { commitFault } from './appwebsocket/faults.ts';
import { Line } from './appwebsocket/line.ts';
import { appwebsocketOptions } from './appwebsocket/options.ts';
import { Pbx } from './appwebsocket/pbx.ts';
import { Personas } from './appwebsocket/personas.ts';
import { playbackOf } from './appwebsocket/playback.ts';
import { openServer } from './appwebsocket/server.ts';
import type { Service } from './appwebsocket/services.ts';
import { goodConditions } from './conditions.ts';
import type { Account, Emulator } from './emulator.ts';

const echoPath = '/example.com/echo';
const echoName = 'echo@example.com';
const join = '{"mt":"Join","api":"Chat"}';

/** innovaphone AppWebsocket: a PBX, and an app service behind it. Throws a ZodError for options it does not know. */
export async function startAppwebsocket(given: { port: number; [option: string]: unknown }): Promise<Emulator> {
  const options = appwebsocketOptions.parse(given);
  const conditions = goodConditions();
  const passwords = { patchbay: newPassword(), 'acme-echo': newPassword() };
  const echo = new EchoApp('acme-echo', () => passwords['acme-echo']);
  const listed: Service[] = [];
  const pbx = new Pbx(new Map([['patchbay', () => passwords.patchbay]]), listed);
  const lines = new Set<Line>();
  const identity = options.tls === 'off' ? undefined : await selfSigned();
  const server = await openServer({
    port: options.port,
    identity,
    join: (socket, path, stream) => {
      const place = path === echoPath ? echo : pbx;
      const line = new Line(socket, stream, { place, conditions, options });
      lines.add(line);
      socket.on('close', () => {
        lines.delete(line);
        place.forget(line);
        conditions.prompter?.audience();
      });
    },
  });
  const origin = `${identity ? 'wss' : 'ws'}://127.0.0.1:${server.port}`;
  const login = { app: 'acme-echo', password: () => passwords['acme-echo'] };
  listed.push(...servicesAt(origin, login));
  const personas = new Personas(pbx, echo, visitorAt(origin));
  const ending = new AbortController();
  const changePasswords = () => Object.assign(passwords, { patchbay: newPassword(), 'acme-echo': newPassword() });
  return {
    url: `${origin}/PBX0/APPS/websocket`,
    title: `AppWebsocket emulator${identity ? ', self-signed' : ''}`,
    accounts: accountsAt(origin, passwords.patchbay, identity?.fingerprint),
    playback: playbackOf(lines, conditions),
    talk: () => personas.talk(),
    commit: (fault) =>
      commitFault(fault, { lines, conditions, changePasswords, cut: server.cut, signal: ending.signal }),
    stop: async () => {
      ending.abort();
      personas.stop();
      await server.close();
    },
  };
}

const newPassword = () => randomBytes(12).toString('base64url');

/** One with its APIs under `apis` and an HTTP URL, one with a flat list, one that only a PBX could dial. */
function servicesAt(origin: string, login: NonNullable<Service['login']>): Service[] {
  return [
    {
      name: echoName,
      title: 'Echo',
      url: `${origin.replace(/^ws/, 'http')}${echoPath}`,
      info: { apis: { 'com.example.chat': { version: 1 } } },
      login,
    },
    {
      name: 'contacts@example.com',
      title: 'Contacts',
      url: `${origin}/example.com/contacts`,
      info: { 'com.example.search': { title: 'Contacts', model: '' } },
    },
    {
      name: 'files@example.com',
      title: 'Files',
      url: 'conn://files/example.com/files',
      info: { apis: { 'com.example.files': {} } },
      login,
    },
  ];
}

function visitorAt(origin: string): Service {
  const url = `${origin}/example.com/fax`;
  return { name: 'fax@example.com', title: 'Fax', url, info: { apis: { 'com.example.fax': {} } } };
}

/** The console as an app object of the PBX; and at the echo app, let in by the PBX. */
function accountsAt(origin: string, password: string, fingerprint: string | undefined): Account[] {
  const pin = fingerprint === undefined ? {} : { pinnedCertificate: fingerprint };
  return [
    {
      name: 'PBX',
      settings: {
        url: `${origin}/PBX0/APPS/websocket`,
        app: 'patchbay',
        password,
        domain: 'example.com',
        sip: 'patchbay',
        subscribeServices: true,
        presence: ['erika', 'jonas', '10'],
        ...pin,
      },
      keys: [],
    },
    {
      name: 'Echo app',
      settings: { url: `${origin}${echoPath}`, login: 'through', service: echoName, greetings: [join], ...pin },
      profiles: { through: 'PBX' },
      keys: [],
    },
  ];
}
