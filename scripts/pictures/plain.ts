import { expect, type Locator, type Page } from '@playwright/test';
import { startApp2App } from '../../main/emulators/app2app.ts';
import { startAppwebsocket } from '../../main/emulators/appwebsocket.ts';
import { startCloudonix } from '../../main/emulators/cloudonix.ts';
import type { Emulator, StartEmulator } from '../../main/emulators/emulator.ts';
import { startPush } from '../../main/emulators/push.ts';
import {
  addConnection,
  composeAction,
  fillIn,
  logOf,
  type NewProfile,
  send,
  tileOf,
} from '../../tests/journeys/console-page.ts';
import { inspect, shoot, showDirectory, showOnly } from './picture.ts';

/** Pictures of the plain services, each at an emulator that speaks over its transport. */
export async function takePlain(page: Page): Promise<void> {
  const servers: Emulator[] = [];
  const started = async (start: StartEmulator, options = {}) => {
    const server = await start({ port: 0, ...options });
    servers.push(server);
    return server;
  };
  try {
    await takeSocketIo(page, await started(startApp2App));
    await takeSockJs(page, await started(startCloudonix));
    await takeSocketCluster(page, await started(startPush, { slot: 'data' }));
    await takeWebSocket(page, await started(startAppwebsocket));
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function takeSocketIo(page: Page, server: Emulator): Promise<void> {
  const { user, password, subscribe } = server.accounts[0]?.settings ?? {};
  const tile = await connect(page, {
    service: 'Socket.IO',
    name: 'Message service',
    fields: {
      URL: new URL(server.url).origin,
      Namespace: '/api/v1',
      'Authorization header': `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    },
  });
  await showDirectory(tile);
  const composer = composerOf(tile);
  await fillIn(composer, { Event: 'subscribe' });
  await composer.getByRole('button', { name: 'Add to Arguments' }).click();
  await composer.getByRole('combobox', { name: 'Form of argument 1' }).selectOption('json');
  await fillIn(composer, { 'Argument 1': JSON.stringify(subscribe) });
  await composer.getByRole('switch', { name: 'Ask for an acknowledgement' }).click();
  await send(tile);
  await expect(logOf(tile).getByRole('row', { name: /sent subscribe/ })).toContainText('acknowledged');
  server.talk();
  await inspect(
    logOf(tile)
      .getByRole('row', { name: /received data/ })
      .first(),
    'Arguments',
  );
  await shoot(page, 'socket-io');
}

async function takeSockJs(page: Page, server: Emulator): Promise<void> {
  const { token } = server.accounts[0]?.settings ?? {};
  const tile = await connect(page, {
    service: 'SockJS',
    name: 'Channels',
    fields: { 'Base URL': server.url, Token: String(token) },
  });
  await write(tile, '{"type": "announce", "id": "1", "availability": "available"}');
  await inspect(
    logOf(tile)
      .getByRole('row', { name: /received/ })
      .last(),
  );
  await shoot(page, 'sockjs');
}

async function takeSocketCluster(page: Page, server: Emulator): Promise<void> {
  const { channelUUID, hostApi } = server.accounts[0]?.settings ?? {};
  const query = new URLSearchParams({ channelUUID: String(channelUUID), hostApi: String(hostApi) });
  const tile = await connect(page, {
    service: 'SocketCluster',
    name: 'Desk',
    fields: { URL: `${server.url}?${query}` },
    choices: { 'Protocol version': '1' },
  });
  await showDirectory(tile);
  await composeAction(tile, 'Subscribe', { Channel: 'news' });
  await send(tile);
  await expect(logOf(tile).getByRole('row', { name: /sent #subscribe/ })).toContainText('subscribed');
  await composeAction(tile, 'Invoke', { Event: 'registerUser', Data: 'Nora' });
  await send(tile);
  await inspect(logOf(tile).getByRole('row', { name: /received answer.*urn/ }));
  await shoot(page, 'socketcluster');
}

async function takeWebSocket(page: Page, server: Emulator): Promise<void> {
  const tile = await connect(page, { service: 'WebSocket', name: 'PBX', fields: { URL: server.url } });
  await write(tile, '{"mt": "AppChallenge"}');
  await inspect(logOf(tile).getByRole('row', { name: /received.*AppChallengeResult/ }));
  await composeAction(tile, 'Ping', { Payload: 'Are you there?' });
  await send(tile);
  await expect(logOf(tile).getByRole('row', { name: /received pong/ })).toBeVisible();
  await shoot(page, 'websocket');
}

async function connect(page: Page, profile: NewProfile): Promise<Locator> {
  await showOnly(page);
  await addConnection(page, profile);
  const tile = tileOf(page, profile.name);
  await expect(tile.getByText('Connected', { exact: true })).toBeVisible();
  return tile;
}

const composerOf = (tile: Locator) => tile.getByRole('form', { name: /^Composer of/ });

/** Sends JSON as the content of a message. */
async function write(tile: Locator, json: string): Promise<void> {
  const composer = composerOf(tile);
  await composer.getByRole('radio', { name: 'JSON' }).click();
  await fillIn(composer, { Content: json });
  await send(tile);
}
