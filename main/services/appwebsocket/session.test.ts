import { describe, expect, it } from 'vitest';
import { aDemo, aPeer, aSession, refusalOf, stepsOf } from './session.fixture.ts';

describe('an open connection', () => {
  it('ties results by src, tells errors, and asks for more under the same src', async () => {
    const peer = await aPeer();
    const playing = aSession(peer);
    await playing.connect();
    peer.onRequest = (line, { mt, src, more }) => {
      if (mt === 'Bad') line.send({ mt: 'BadResult', src, error: 3, errorText: 'No' });
      else if (mt === 'Page') line.send({ mt: 'PageResult', src, ...(more === undefined && { more: 'next' }) });
      return mt !== 'Good';
    };
    await playing.perform('send', { mt: 'Good' });
    await playing.perform('send', { mt: 'Bad', api: 'X', rest: '{"n":12345678901234567890}' });
    await playing.perform('send', { mt: 'Page', rest: '{"of":"book"}' });
    await expect.poll(() => stepsOf(playing, 'Page')).toEqual(['more']);
    expect(playing.of('Page')[0]?.waiting).toBe(true);
    expect(peer.joined[0]?.texts.at(-2)).toMatch(/^{"mt":"Bad","api":"X","src":"[^"]+","n":12345678901234567890}$/);
    expect(playing.of('Bad')[0]?.steps).toMatchObject([{ name: 'refused', tone: 'bad', text: 'No · 3' }]);
    const [offer] = playing.of('PageResult')[0]?.draft.offers ?? [];
    await playing.perform(offer?.action ?? '', offer?.input);
    await expect.poll(() => stepsOf(playing, 'Page')).toEqual(['answered']);
    const again = JSON.parse(peer.joined[0]?.texts.at(-1) ?? '');
    expect(again).toMatchObject({ mt: 'Page', of: 'book', more: 'next' });
    const [first, second] = playing.of('Page');
    expect(first?.steps.map(({ name }) => name)).toEqual(['more', 'continued']);
    expect(second?.draft.exchange).toBe(first?.draft.exchange);
  });

  it('ties a result without src to the oldest request of its name, and indications to their subscription', async () => {
    const peer = await aPeer();
    const playing = aSession(peer);
    await playing.connect();
    peer.onRequest = (line, { src }) => {
      line.send({ mt: 'JoinResult' });
      line.send({ mt: 'Said', src, text: 'hello' });
      return true;
    };
    await playing.perform('send', { mt: 'Join' });
    await expect.poll(() => playing.of('Said')).toHaveLength(1);
    expect(stepsOf(playing, 'Join')).toEqual(['answered']);
    const exchanges = ['Join', 'JoinResult', 'Said'].map((kind) => playing.of(kind)[0]?.draft.exchange);
    expect(new Set(exchanges).size).toBe(1);
  });

  it('sends more than 16 KiB in fragments, which the emulator insists on', async () => {
    const { echo } = await aDemo();
    await echo.connect();
    const text = 'ß'.repeat(30_000);
    await echo.perform('send', { mt: 'Echo', api: 'Chat', rest: JSON.stringify({ text }) });
    await expect.poll(() => stepsOf(echo, 'Echo')).toEqual(['answered']);
    expect(JSON.parse(String(echo.of('EchoResult')[0]?.draft.args[0])).text).toBe(text);
    expect(echo.losses).toEqual([]);
  });

  it('says that garbage does not open', async () => {
    const { echo } = await aDemo({ ciphertext: 'garbage' });
    await echo.connect();
    const message = { mt: 'Echo', api: 'Chat', encrypted: { encrypted: 'a text that is long enough' } };
    await echo.perform('send-encrypted', { message: JSON.stringify(message) });
    await expect.poll(() => echo.of('EchoResult')).toHaveLength(1);
    const [offer] = echo.of('EchoResult')[0]?.draft.offers ?? [];
    const { reason } = await refusalOf(echo.perform('decrypt', offer?.input));
    expect(reason.text).toBe('It does not open to text.');
  });

  it('sends what is to be sent then, on every line, and keeps it alive', async () => {
    const peer = await aPeer();
    const playing = aSession(peer, { greetings: ['{"mt":"Join","n":1}', '{"mt":"Enter","src":"own"}'], keepAlive: 1 });
    await playing.connect();
    await expect
      .poll(() => [stepsOf(playing, 'Join'), stepsOf(playing, 'Enter')])
      .toEqual([['answered'], ['answered']]);
    expect(peer.joined[0]?.texts.slice(2).map((text) => JSON.parse(text))).toMatchObject([
      { mt: 'Join', n: 1, src: expect.any(String) },
      { mt: 'Enter', src: 'own' },
    ]);
    await expect.poll(() => playing.of('KeepAlive'), { timeout: 5000 }).toHaveLength(1);
    peer.cut();
    await expect.poll(() => playing.losses).toHaveLength(1);
    await playing.connect();
    await expect.poll(() => playing.of('Join')).toHaveLength(2);
  });
});

it('records what comes before the login, whatever it is', async () => {
  const peer = await aPeer({ login: 'never' });
  const playing = aSession(peer);
  const attempt = refusalOf(playing.connect());
  await expect.poll(() => playing.of('AppLogin')).toHaveLength(1);
  for (const { send, socket } of peer.lines) {
    send({ mt: 'TooEarly' });
    socket.send('nonsense');
  }
  await expect.poll(() => [playing.of('TooEarly').length, playing.of('text').length]).toEqual([1, 1]);
  peer.cut();
  await attempt;
});
