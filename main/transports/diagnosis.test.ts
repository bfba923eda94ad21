import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { makeIdentity } from './fixtures/certificates.ts';
import { authority, secureHello, selfSigned, server, url } from './fixtures/hello.ts';
import { network, outcome, report, started, still } from './fixtures/scene.ts';
import { connectProxy, httpServer, running } from './fixtures/servers.ts';

describe('the report', () => {
  const signal = still();

  it('shows name, connection, protocol and the whole chain', async () => {
    const { port } = await secureHello({ ...server, certificate: server.certificate + authority.certificate });
    const made = network({ authority: authority.certificate });
    const steps = await report(made.diagnose(new URL(`wss://localhost:${port}`), signal));
    expect(outcome(steps)).toEqual(['name-lookup passed', 'tcp passed', 'tls passed']);
    expect(steps.map(({ id, state }) => `${id} ${state}`)[0]).toBe('name-lookup running');
    const facts = Object.fromEntries(steps.at(-1)?.facts.map(({ name, value }) => [name, value]) ?? []);
    expect(facts).toMatchObject({
      Protocol: 'TLSv1.3',
      Certificate: 'CN=localhost',
      'Certificate: issued by': 'CN=Own authority',
      'Certificate: SHA-256 fingerprint': server.fingerprint,
      'Certificate: names': 'DNS:localhost, IP Address:127.0.0.1',
      'Issuer 1': 'CN=Own authority',
    });
    expect(steps.at(-1)?.took).toBeGreaterThan(0);
  });

  it('ends at the failed step, with the fingerprint that could be pinned', async () => {
    const { port } = await secureHello(selfSigned);
    const steps = await report(network().diagnose(url(port, 'https'), signal));
    expect(outcome(steps)).toEqual(['name-lookup skipped', 'tcp passed', 'tls failed']);
    expect(steps.at(-1)).toMatchObject({ hint: expect.stringContaining('pin') });
    expect(steps.at(-1)?.facts).toContainEqual({
      name: 'Certificate: SHA-256 fingerprint',
      value: selfSigned.fingerprint,
    });
    const unknown = await report(network().diagnose(new URL('https://nowhere.invalid'), signal));
    expect(outcome(unknown)).toEqual(['name-lookup failed']);
    const { port: closed, stop } = await httpServer(() => {});
    await stop();
    expect(outcome(await report(network().diagnose(url(closed), signal)))).toEqual([
      'name-lookup skipped',
      'tcp failed',
    ]);
  });

  it('says that a client certificate is wanted', async () => {
    const { port } = await secureHello(server, { ca: authority.certificate, requestCert: true });
    const steps = await report(network({ authority: authority.certificate }).diagnose(url(port, 'https'), signal));
    expect(steps.at(-1)).toMatchObject({ id: 'tls', state: 'failed', hint: expect.stringContaining('client') });
  });

  it('goes through the proxy and says what the proxy said', async () => {
    const { port } = await secureHello(server);
    const proxy = await started(connectProxy('user:pass'));
    const settings = { proxy: `http://user@127.0.0.1:${proxy.port}`, authority: authority.certificate };
    const good = await report(network({ ...settings, proxyPassword: 'pass' }).diagnose(url(port, 'https'), signal));
    expect(outcome(good)).toEqual(['name-lookup skipped', 'proxy passed', 'tcp skipped', 'tls passed']);
    const bad = await report(network({ ...settings, proxyPassword: 'no' }).diagnose(url(port, 'https'), signal));
    expect(outcome(bad)).toEqual(['name-lookup skipped', 'proxy failed']);
    expect(JSON.stringify(good)).not.toContain('pass"');
  });

  it('warns of a certificate that expires soon', async () => {
    const { port } = await secureHello(makeIdentity({ name: 'localhost', issuer: authority, days: 3 }));
    const steps = await report(network({ authority: authority.certificate }).diagnose(url(port, 'https'), signal));
    expect(outcome(steps).at(-1)).toBe('tls warning');
  });

  it('ends without a word when it is stopped', async () => {
    const { port } = await started(running(createTcpServer(() => {})));
    const stop = new AbortController();
    const states = [];
    for await (const { id, state } of network().diagnose(url(port, 'https'), stop.signal)) {
      states.push(`${id} ${state}`);
      if (id === 'tls') stop.abort();
    }
    expect(states).toEqual(['name-lookup skipped', 'tcp running', 'tcp passed', 'tls running']);
  });
});
