import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createNetwork } from '../../transports/network.ts';
import { account } from './peer.fixture.ts';
import { type Settings, settings } from './settings.ts';

export interface Asked {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: string;
}

/** A REST server that gives one answer to everything and keeps what it was asked. */
export async function aRestServer(status: number, body: unknown) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    asked.push({ method, url, authorization: headers.authorization, body: await textOf(request) });
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parsed: Settings = settings.parse({
    ...account,
    endpoint: `ws://${host}/api/v1`,
    managementUrl: `http://${host}/manage/`,
    runtimeId: 'r0 1',
    apiKey: 'hunter2',
  });
  const network = createNetwork(parsed);
  onTestFinished(() => network.close());
  return { asked, settings: parsed, network, signal: new AbortController().signal };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
