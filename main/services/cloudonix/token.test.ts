import { describe, expect, it } from 'vitest';
import type { Peer } from './peer.fixture.ts';
import { aPeer, aSession } from './session.fixture.ts';

const fresh = 'XIfresh-token-from-the-user';
const commandAt = ({ port }: Peer) => ({
  tokenUrl: `http://127.0.0.1:${port}/token`,
  tokenAuthorization: 'Basic bm9yYTpzZWNyZXQ=',
  tokenHeaders: [{ name: 'X-Tenant', value: 'demo' }],
  tokenBody: '{"subscriber":"nora"}',
  tokenPath: 'authorization.tokens[0].value',
});
const kinds = (entries: { draft: { kind: string } }[]) => entries.map(({ draft }) => draft.kind);

describe.each(['header', 'query'])('a token in the %s', (tokenPlace) => {
  it('is asked for when it is refused, used at once, and kept in place of the old one', async () => {
    const peer = await aPeer();
    const played = aSession(peer, { token: 'XIold-and-refused', tokenPlace });
    const asked: unknown[] = [];
    played.answer = (question) => {
      asked.push({ title: question.title, facts: question.facts });
      peer.tokens.add(fresh);
      return { token: fresh };
    };
    await played.connect();
    expect(asked).toEqual([
      {
        title: 'New bearer token',
        facts: [
          { name: 'Service', value: `http://127.0.0.1:${peer.port}/messaging` },
          { name: 'It answered', value: expect.stringContaining('HTTP 401') },
        ],
      },
    ]);
    expect(played.memory.get('token')).toBe(fresh);
    expect(played.concealed).toContain(fresh);
    expect(kinds(played.entries)).toEqual(['new token', 'open']);
    expect(JSON.stringify(played.entries)).not.toContain(fresh);
    expect(peer.arrivals).toBe(1);
  });

  it('is fetched by the token command when it is refused', async () => {
    const peer = await aPeer();
    const played = aSession(peer, { token: 'XIold-and-refused', tokenPlace, ...commandAt(peer) });
    await played.connect();
    expect(peer.commands).toEqual([
      { authorization: 'Basic bm9yYTpzZWNyZXQ=', contentType: 'application/json', body: '{"subscriber":"nora"}' },
    ]);
    expect(peer.tokens).toContain(played.memory.get('token'));
  });

  it('is renewed when it was invalidated while the line was open', async () => {
    const peer = await aPeer();
    const played = aSession(peer, { tokenPlace, ...commandAt(peer) });
    await played.connect();
    expect(peer.commands).toHaveLength(0);
    peer.revoke();
    await expect.poll(() => played.losses.map(({ retry }) => retry)).toEqual([true]);
    await played.connect();
    expect(peer.commands).toHaveLength(1);
    // The session goes on with it.
    peer.cut();
    await expect.poll(() => played.losses).toHaveLength(2);
    await played.connect();
    expect(peer.commands).toHaveLength(1);
  });
});

it.each([3000, 1000, 3003, 4401])('tries again after a line was ended with code %i', async (code) => {
  const peer = await aPeer();
  const { connect, losses } = aSession(peer, { transport: 'raw-websocket' });
  await connect();
  peer.revoke(code);
  await expect.poll(() => losses.map(({ retry }) => retry)).toEqual([true]);
});

it('is got before the first attempt where there is none', async () => {
  const peer = await aPeer();
  const commanded = aSession(peer, { token: '', ...commandAt(peer) });
  await commanded.connect();
  expect(peer.commands).toHaveLength(1);
  const asking = aSession(peer, { token: undefined });
  asking.answer = ({ facts }) => {
    expect(facts.map(({ name }) => name)).toEqual(['Service']);
    return { token: peer.token };
  };
  await asking.connect();
});

it('is renewed once for each refusal', async () => {
  const peer = await aPeer();
  const { connect, memory } = aSession(peer, { token: 'XIold', ...commandAt(peer) });
  peer.command = { status: 200, body: '{"authorization":{"tokens":[{"value":"XIno-better"}]}}' };
  const text = 'The service does not accept the token (HTTP 401).';
  await expect(connect()).rejects.toMatchObject({ retry: false, reason: { code: 'credentials', text } });
  expect(peer.commands).toHaveLength(1);
  expect(memory.get('token')).toBe('XIno-better');
});

it('is not renewed for other refusals', async () => {
  const peer = await aPeer();
  const { connect } = aSession(peer, { url: `http://127.0.0.1:${peer.port}/nowhere`, ...commandAt(peer) });
  await expect(connect()).rejects.toMatchObject({ reason: { code: 'http' } });
  expect(peer.commands).toHaveLength(0);
});

it('is used although it cannot be kept', async () => {
  const peer = await aPeer();
  const { context, connect, of } = aSession(peer, { token: 'XIold', ...commandAt(peer) });
  context.memory.put = () => Promise.reject(new Error('the disk is full'));
  await connect();
  expect(of('token not kept')).toHaveLength(1);
});

it('gives up asking when the attempt is stopped or closed', async () => {
  const peer = await aPeer();
  for (const how of ['stopped', 'closed']) {
    const played = aSession(peer, { token: 'XIold' });
    const stopping = new AbortController();
    played.answer = () => {
      if (how === 'stopped') stopping.abort();
      else void played.session.close();
      return new Promise(() => {});
    };
    await expect(played.session.connect(stopping.signal)).rejects.toMatchObject({ reason: { code: 'user' } });
  }
});

describe('the token command', () => {
  const cases: [status: number, body: string, more: object, expected: object][] = [
    [401, '{"error":"who?"}', {}, { code: 'credentials', detail: '{"error":"who?"}' }],
    [500, 'oh', {}, { code: 'http', detail: 'oh' }],
    [200, '<h1>Hello</h1>', {}, { code: 'protocol', detail: 'HTTP 200, 14 characters' }],
    [200, '{"token":"XIsecret"}', {}, { code: 'protocol', detail: 'The answer has: token' }],
    [200, '{"token":["XIsecret"]}', { tokenPath: 'token' }, { code: 'protocol', detail: 'The answer has: token' }],
    [200, '{"token":"two words"}', { tokenPath: 'token' }, { code: 'protocol', detail: 'The answer has: token' }],
    [200, '{"token":"XI"}', { tokenPath: 'toString' }, { code: 'protocol', detail: 'The answer has: token' }],
  ];
  it.each(cases)('says what is wrong with %i %s', async (status, body, more, expected) => {
    const peer = await aPeer();
    peer.command = { status, body };
    const { connect } = aSession(peer, { token: 'XIold', ...commandAt(peer), ...more });
    const refusal = await connect().catch((error) => error);
    expect(refusal).toMatchObject({ retry: status >= 500, reason: expected });
    expect(refusal.reason.text).toMatch(/^The token command failed\. /);
    if (status === 200) expect(JSON.stringify(refusal.reason)).not.toContain('XIsecret');
  });

  it('may try again where nobody listens', async () => {
    const peer = await aPeer();
    const { connect } = aSession(peer, { token: 'XIold', ...commandAt(peer), tokenUrl: 'http://127.0.0.1:1/token' });
    await expect(connect()).rejects.toMatchObject({ retry: true, reason: { code: 'network' } });
  });

  it('sends no body with GET, and the content type that it is told', async () => {
    const peer = await aPeer();
    const tokenHeaders = [{ name: 'Content-Type', value: 'text/plain' }];
    for (const tokenMethod of ['GET', 'PUT']) {
      await aSession(peer, { token: 'XIold', ...commandAt(peer), tokenMethod, tokenHeaders }).connect();
    }
    expect(peer.commands.map(({ body, contentType }) => [body, contentType])).toEqual([
      ['', 'text/plain'],
      ['{"subscriber":"nora"}', 'text/plain'],
    ]);
  });
});
