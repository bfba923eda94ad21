import { describe, expect, it } from 'vitest';
import { rc4 } from '../../crypto/rc4.ts';
import { aDemo, aPeer, aSession, play, refusalOf, stepsOf } from './session.fixture.ts';

describe('logging in through a PBX', () => {
  it('gets a login for the challenge, and the key', async () => {
    const { pbx, echo } = await aDemo();
    await echo.connect();
    expect(stepsOf(pbx, 'GetServiceLogin')).toEqual(['answered']);
    expect(echo.concealed).toHaveLength(1);
    const text = 'Grüße €😀';
    await echo.perform('send-encrypted', {
      message: JSON.stringify({ mt: 'Echo', api: 'Chat', encrypted: { encrypted: text } }),
    });
    await expect.poll(() => echo.of('EchoResult')).toHaveLength(1);
    const [offer] = echo.of('EchoResult')[0]?.draft.offers ?? [];
    expect(offer).toMatchObject({ action: 'decrypt', how: 'run' });
    const { text: told } = await echo.perform(offer?.action ?? '', offer?.input);
    expect(told).toContain(text);
    expect(echo.of('EchoResult')[0]?.judgement).toMatchObject({
      inside: text,
      opened: { state: 'opened', by: expect.stringContaining('session key, seed') },
    });
    expect(JSON.stringify([pbx.entries, echo.entries])).not.toContain(echo.concealed[0]);
  });

  it('says what the PBX says', async () => {
    const { pbx, echo } = await aDemo();
    const other = play({ ...echo.context.settings, service: 'contacts@example.com' }, pbx.session);
    const { reason, retry } = await refusalOf(other.connect());
    expect({ retry, code: reason.code }).toEqual({ retry: false, code: 'credentials' });
    expect(reason.text).toContain('not ticked');
  });

  it('says when the other profile does not open, or is no PBX', async () => {
    const { echo } = await aDemo();
    echo.sessions.delete('pbx');
    expect((await refusalOf(echo.connect())).reason.text).toBe('The profile to log in through: pbx is not open');
    echo.sessions.set('pbx', { connect: async () => {}, close: async () => {} });
    expect((await refusalOf(echo.connect())).reason.code).toBe('settings');
  });

  it('may try again when the PBX is lost meanwhile, and is silent when it is slow', async () => {
    const { emulator, pbx, echo } = await aDemo();
    await emulator.commit({ fault: 'no-acknowledgement', on: true });
    const attempt = refusalOf(echo.connect());
    await expect.poll(() => pbx.of('GetServiceLogin')).toHaveLength(1);
    await pbx.session.close();
    expect((await attempt).reason.text).toMatch(/^The profile to log in through: /);
  });

  it('gets none with a stale key', async () => {
    const peer = await aPeer();
    const pbx = aSession(peer);
    await pbx.connect();
    peer.onRequest = (line, { mt, api, src }) => {
      const sealed = rc4(Buffer.from('other'), Buffer.from('0'.repeat(64)));
      line.send({ mt: `${mt}Result`, api, src, digest: 'd', salt: 's', key: Buffer.from(sealed).toString('hex') });
      return true;
    };
    const echo = aSession(peer, { login: 'through', through: 'pbx', service: 'echo' });
    echo.sessions.set('pbx', pbx.session);
    const { reason } = await refusalOf(echo.connect());
    expect(reason).toMatchObject({ code: 'protocol', detail: expect.stringMatching(/does not open|no session key/) });
  });
});
