import { describe, expect, it, vi } from 'vitest';
import { addressOf, met, open, recorder } from '../fixtures/clusters.ts';
import { refusal } from '../fixtures/refusal.ts';
import { handles, started } from '../fixtures/scene.ts';
import { deafRelay } from '../fixtures/servers.ts';
import { ClusterServer, type Wish } from '../fixtures/socketcluster.ts';

describe.each([1, 2] as const)('with protocol version %d', (version) => {
  const serve = (wish?: Wish) => started(ClusterServer.start(version, wish));

  it('answers calls of the server, with either slot', async () => {
    const { server, told, answers } = await met(version);
    const good = server.guest.invoke('sum', [1, 2]);
    const bad = server.guest.invoke('sum', 'x');
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    expect(told.slice(1)).toEqual([
      ['event', 'sum', [1, 2]],
      ['event', 'sum', 'x'],
    ]);
    answers[0]?.(3);
    answers[1]?.(undefined, 'no numbers');
    expect(await good).toEqual({ error: null, data: 3 });
    expect(await bad).toMatchObject({ error: 'no numbers' });
  });

  it('answers with both slots as the server filled them', async () => {
    const { server, line } = await met(version);
    server.procedures.set('both', (_, answer) => answer({ half: true }, { name: 'AuthError', message: 'no' }));
    const ask = (event: string, data?: unknown) => line.invoke(event, data);
    expect(await ask('echo', { a: [1, null] })).toEqual({ error: undefined, data: { a: [1, null] } });
    expect(await ask('echo', 'text')).toEqual({ error: undefined, data: 'text' });
    expect(await ask('echo')).toEqual({ error: undefined, data: undefined });
    expect(await ask('fail', '{"urn":"x"}')).toEqual({ error: '{"urn":"x"}', data: undefined });
    expect(await ask('fail', { message: 'm', more: 1 })).toEqual({ error: { message: 'm', more: 1 }, data: undefined });
    expect(await ask('fail', null)).toEqual({ error: null, data: undefined });
    expect(await ask('both')).toEqual({ error: { name: 'AuthError', message: 'no' }, data: { half: true } });
  });

  it('sends bytes at any depth as the protocol spells them', async () => {
    const { server, line } = await met(version);
    line.transmit('bytes', { inner: [Buffer.of(1, 2), new Uint8Array([255])] });
    const spelled = [
      { base64: true, data: 'AQI=' },
      { base64: true, data: '/w==' },
    ];
    await vi.waitFor(() => expect(server.frames).toHaveLength(1));
    expect(JSON.parse(server.frames[0] ?? '')).toEqual({ event: 'bytes', data: { inner: spelled } });
  });

  it('does not send what JSON cannot hold', async () => {
    const { server, line } = await met(version);
    const endless: unknown[] = [];
    endless.push(endless);
    expect(() => line.transmit('x', endless)).toThrow('cannot be written as JSON');
    expect(() => line.invoke('x', 1n)).toThrow('cannot be written as JSON');
    expect(await line.invoke('echo', 1)).toMatchObject({ data: 1 });
    expect(server.frames).toHaveLength(1);
  });

  it('tells late answers, second ones, and those that nobody asked for', async () => {
    const { server, line, told } = await met(version, {}, { answerTimeout: 50 });
    const again: unknown[] = [];
    await expect(line.invoke('silence', 1, (answer) => again.push(answer))).rejects.toMatchObject({
      reason: { code: 'timeout' },
    });
    await expect(line.invoke('silence', 2)).rejects.toMatchObject({ reason: { code: 'timeout' } });
    const [first, second] = server.frames.map((frame) => JSON.parse(frame).cid);
    server.write(JSON.stringify({ rid: first, data: 'late' }));
    server.write(JSON.stringify({ rid: second, error: 'late' }));
    server.write(JSON.stringify({ rid: 777, data: 'who?' }));
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(again).toEqual([{ error: undefined, data: 'late' }]);
    expect(told.slice(1)).toEqual([
      ['odd', { rid: second, error: 'late' }],
      ['odd', { rid: 777, data: 'who?' }],
    ]);
  });

  it('subscribes, hears and publishes', async () => {
    const { server, line, told } = await met(version);
    await line.subscribe('news', { from: 7 });
    expect(JSON.parse(server.frames[0] ?? '')).toMatchObject({ data: { channel: 'news', data: { from: 7 } } });
    expect(await line.invoke('#publish', { channel: 'news', data: { text: 'hello' } })).toEqual({
      error: undefined,
      data: undefined,
    });
    server.publish('news', [1]);
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(told.slice(1)).toEqual([
      ['published', 'news', { text: 'hello' }],
      ['published', 'news', [1]],
    ]);
    line.unsubscribe('news');
    await line.invoke('echo', 0);
    server.publish('news', [2]);
    await line.invoke('echo', 0);
    expect(told).toHaveLength(3);
  });

  it('says why a channel is refused', async () => {
    const { line } = await met(version, { closed: 'secret' });
    expect(await refusal(line.subscribe('secret'))).toMatchObject({
      reason: { text: 'The server refused the channel secret: closed' },
      retry: false,
    });
  });

  it('tells that the server put us out of a channel', async () => {
    const { server, line, told } = await met(version);
    await line.subscribe('news');
    server.guest.kickOut('news', 'be quiet');
    await vi.waitFor(() => expect(told).toContainEqual(['kicked', 'news', 'be quiet']));
    server.write(JSON.stringify({ event: '#kickOut', data: { message: 'all of you' } }));
    await vi.waitFor(() => expect(told).toContainEqual(['kicked', undefined, 'all of you']));
  });

  it('tells tokens that are set, removed and invalid', async () => {
    const { server, line, told } = await met(version);
    server.guest.setToken({ user: 'alice' });
    const state = () => told.at(-1)?.[1] as { authenticated: boolean; token: string | null };
    await vi.waitFor(() => expect(state()).toMatchObject({ authenticated: true, token: expect.stringMatching(/^ey/) }));
    const { token } = state();
    server.guest.removeToken();
    await vi.waitFor(() => expect(state()).toEqual({ authenticated: false, token: null }));
    expect(await line.invoke('#authenticate', token)).toMatchObject({ data: { isAuthenticated: true } });
    const bad = await line.invoke('#authenticate', 'not.a.jwt');
    expect(JSON.stringify(bad)).toContain('AuthTokenInvalidError');
    line.transmit('#removeAuthToken', undefined);

    const record = recorder();
    const again = await open(addressOf(server.port, version, { authToken: token ?? '' }), record);
    expect(again.facts).toContainEqual({ name: 'Authenticated', value: 'yes' });
    const other = recorder();
    await open(addressOf(server.port, version, { authToken: 'not.a.jwt' }), other);
    await vi.waitFor(() =>
      expect(other.told).toContainEqual([
        'authenticated',
        { authenticated: false, token: null, error: expect.objectContaining({ name: 'AuthTokenInvalidError' }) },
      ]),
    );
  });

  it('says the reason that the server gives for closing the line', async () => {
    const { server, line, lost, told } = await met(version);
    server.guest.disconnect(4321, 'because');
    await vi.waitFor(() => expect(lost).toHaveLength(1));
    expect(lost[0]?.reason).toMatchObject({ code: 'server-closed', detail: 'WebSocket close code 4321: because' });
    expect(lost[0]?.reason.text).toContain('because');
    expect(lost[0]?.retry).toBe(true);
    const announced = told.filter(([, name]) => name === '#disconnect');
    expect(announced).toHaveLength(version === 1 ? 1 : 0);
    expect(() => line.transmit('x', 1)).toThrow('not open');
    expect(() => line.invoke('x', 1)).toThrow('not open');
    expect(server.guests).toEqual([]);
  });

  it('does not come back where the server says that it is of no use', async () => {
    const { server, lost } = await met(version);
    server.guest.disconnect(4501, 'banned');
    await vi.waitFor(() => expect(lost.map(({ retry }) => retry)).toEqual([false]));
  });

  it('tells that the line broke off, and calls with it', async () => {
    const { server, line, lost } = await met(version);
    const call = line.invoke('silence', 1);
    server.cut();
    await expect(call).rejects.toMatchObject({ reason: { code: 'dropped' } });
    expect(lost).toMatchObject([{ retry: true, reason: { code: 'dropped' } }]);
  });

  it('tells that the server stopped, and finds it again', async () => {
    const { server, lost } = await met(version);
    await server.stop();
    await vi.waitFor(() => expect(lost.map(({ retry }) => retry)).toEqual([true]));
    const again = await serve({ port: server.port });
    await open(addressOf(again.port, version));
  });

  it('notices a line that is only half open', async () => {
    const server = await serve({ ping: 200 });
    const relay = await started(deafRelay(server.port));
    const record = recorder();
    await open(addressOf(relay.port, version), record);
    // Longer than either side would wait for the other.
    await vi.waitFor(() => expect(server.pongs).toBeGreaterThan(5), 10_000);
    expect(record.lost).toEqual([]);
    relay.deafen();
    await vi.waitFor(() => expect(record.lost.map(({ reason }) => reason.code)).toEqual(['timeout']), 10_000);
  });

  it('finds out that the server speaks the other version', async () => {
    const server = await serve({ ping: 100 });
    const other = version === 1 ? 2 : 1;
    const record = recorder();
    await open(addressOf(server.port, other), record);
    await vi.waitFor(() => expect(record.lost).toHaveLength(1));
    expect(record.lost[0]).toMatchObject({
      retry: false,
      reason: { code: 'protocol', hint: `Choose protocol version ${version} in the profile.` },
    });
  });

  it('tells nothing more once it is closed, and may be closed twice', async () => {
    const { server, line, told, lost } = await met(version);
    const call = line.invoke('silence', 1);
    server.publish('news', 1);
    line.close();
    line.close();
    await expect(call).rejects.toMatchObject({ reason: { code: 'dropped' } });
    await vi.waitFor(() => expect(server.guests).toEqual([]));
    await vi.waitFor(() => expect(handles().filter((name) => name !== 'TCPServerWrap')).toEqual([]));
    expect(told).toEqual([['reached']]);
    expect(lost).toEqual([]);
  });
});
