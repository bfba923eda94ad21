import { expect, it } from 'vitest';
import { network, outcome, report, started, still } from '../fixtures/scene.ts';
import { httpServer } from '../fixtures/servers.ts';
import { addressOf, bearer, guarded, sockJsServer } from '../fixtures/sockjs.ts';
import { diagnoseSockJs, type SockJsAddress } from '../sockjs.ts';

const diagnosed = (address: SockJsAddress) => report(diagnoseSockJs(address, network(), still()));
const beginning = ['name-lookup skipped', 'tcp passed'];

it('shows what the server says of itself, and tries every transport', async () => {
  const server = await started(sockJsServer({ gate: guarded }));
  const steps = await diagnosed(addressOf(server.port, { headers: { Authorization: bearer } }));
  expect(outcome(steps)).toEqual([
    ...beginning,
    ...['info passed', 'websocket passed', 'xhr-streaming passed', 'xhr-polling passed'],
  ]);
  const facts = steps.find(({ id, state }) => id === 'info' && state === 'passed')?.facts;
  expect(facts).toContainEqual({ name: 'WebSocket offered', value: 'yes' });
  expect(facts?.at(-1)?.value).toContain('"entropy"');
  await expect.poll(() => server.guests).toEqual([]);
});

it('ends where the information is refused', async () => {
  const server = await started(sockJsServer({ gate: guarded }));
  const steps = await diagnosed(addressOf(server.port));
  expect(outcome(steps)).toEqual([...beginning, 'info failed']);
  expect(steps.at(-1)?.facts).toEqual([{ name: 'Detail', value: 'HTTP 401: no' }]);
});

it('ends where something else answers', async () => {
  const server = await started(httpServer((_, response) => response.end('<h1>Hello</h1>')));
  expect(outcome(await diagnosed(addressOf(server.port)))).toEqual([...beginning, 'info failed']);
});

it('warns of transports that are not needed', async () => {
  const server = await started(sockJsServer({ gate: ({ url }) => (url?.endsWith('/websocket') ? 503 : 0) }));
  const steps = await diagnosed(addressOf(server.port));
  expect(outcome(steps)).toEqual([
    ...beginning,
    ...['info passed', 'websocket warning', 'xhr-streaming passed', 'xhr-polling passed'],
  ]);
  expect(steps.find(({ state }) => state === 'warning')?.text).toContain('HTTP 503');
});

it('fails where none opens', async () => {
  const server = await started(sockJsServer({ gate: ({ url }) => (url?.endsWith('/info') ? 0 : 403) }));
  expect(outcome(await diagnosed(addressOf(server.port)))).toEqual([
    ...beginning,
    ...['info passed', 'websocket warning', 'xhr-streaming warning', 'xhr-polling warning', 'transports failed'],
  ]);
});

it('tries the one transport that the profile asks for', async () => {
  const server = await started(sockJsServer({ options: { websocket: false } }));
  const polling = await diagnosed(addressOf(server.port, { transport: 'xhr-polling' }));
  expect(outcome(polling)).toEqual([...beginning, 'info passed', 'xhr-polling passed']);
  const websocket = await diagnosed(addressOf(server.port, { transport: 'websocket' }));
  expect(outcome(websocket)).toEqual([...beginning, 'info passed', 'websocket failed']);
});

it('needs no information for the raw WebSocket', async () => {
  const server = await started(sockJsServer({ gate: ({ url }) => (url?.endsWith('/info') ? 404 : 0) }));
  const steps = await diagnosed(addressOf(server.port, { transport: 'raw-websocket' }));
  expect(outcome(steps)).toEqual([...beginning, 'info warning', 'raw-websocket passed']);
});

it('stops when it is told to', async () => {
  const server = await started(sockJsServer({ gate: ({ url }) => (url?.endsWith('/info') ? 0 : -1) }));
  const abort = new AbortController();
  const steps = [];
  for await (const step of diagnoseSockJs(addressOf(server.port), network(), abort.signal)) {
    steps.push(step);
    if (step.id === 'websocket') setTimeout(() => abort.abort(), 50);
  }
  expect(steps.at(-1)).toMatchObject({ id: 'websocket', state: 'running' });
});
