import { describe, expect, it } from 'vitest';
import type { Lens } from '../../keyring/lens.ts';
import { aLens } from '../service.fixture.ts';
import { judge } from './judge.ts';
import { compose } from './outgoing.ts';
import { produceInput } from './produce-input.ts';

const from = 'kld://app2app/m/m1/e/e1/s/s1/d/alice';
const to = 'kld://app2app/m/m2/e/e1/s/s1/d/bob';

async function composed(more: Record<string, unknown>, lens: Lens) {
  const input = produceInput.parse({ from, to, content: { as: 'text', text: 'Grüße' }, ...more });
  const made = await compose(input, 'flat', lens);
  const message = made.args[0] as { content: string; signature?: Uint8Array };
  return { ...made, message, verdict: async () => (await judge(made.args, lens)).signature.state };
}

const both = aLens({ ours: [from, to] });
const none = aLens();

describe('what is produced', () => {
  it('is signed by the sender, or by who is named', async () => {
    expect(await (await composed({}, both)).verdict()).toBe('verified');
    expect((await composed({ signAs: to }, aLens({ ours: [to] }))).facts).toContainEqual({
      name: 'Signed by',
      value: to,
    });
    expect((await composed({}, none)).message.signature).toBeUndefined();
    expect((await composed({ sign: 'never' }, both)).message.signature).toBeUndefined();
    await expect(composed({ sign: 'always' }, none)).rejects.toThrow('no key');
  });

  it('is sealed for the recipient, or for those who are named, and the envelope is signed', async () => {
    const { message, verdict, preview, sealed, facts } = await composed({ seal: 'always' }, both);
    const inside = Buffer.from(message.content.replace(/-----.*?-----|\s/g, ''), 'base64').toString();
    expect(inside).toBe(`for ${to}: Grüße`);
    expect(message.content).toMatch(/^-----BEGIN PKCS7-----\r\n/);
    expect({ preview, sealed, signature: await verdict() }).toEqual({
      preview: 'Grüße',
      sealed: true,
      signature: 'verified',
    });
    expect(facts).toContainEqual({ name: 'Sealed for', value: to });
    const several = await composed({ seal: 'always', sealFor: [to, from] }, both);
    expect(several.facts).toContainEqual({ name: 'Sealed for', value: from });
    expect((await composed({ seal: 'auto' }, none)).sealed).toBe(false);
    expect((await composed({}, both)).sealed).toBe(false);
  });
});

describe('broken on purpose', () => {
  it.each([
    ['wrong-key', 'wrong', 'wrong key'],
    ['changed-content', 'wrong', 'content changed after signing'],
    ['other-content', 'wrong', 'signature of other content'],
    ['no-signature', 'unsigned', 'signature missing'],
  ])('%s: the signature is %s', async (flaw, state, mark) => {
    for (const seal of ['never', 'always']) {
      const { verdict, marks, facts } = await composed({ flaw, seal }, both);
      expect(await verdict()).toBe(state);
      expect(marks).toEqual([`broken on purpose: ${mark}`]);
      expect(facts).toContainEqual({ name: 'Warning', value: `broken on purpose: ${mark}` });
    }
  });

  it('changes the content, and nothing else', async () => {
    const { message } = await composed({ flaw: 'changed-content' }, both);
    expect(message.content).toBe('Grüßd');
    const binary = await composed({ flaw: 'changed-content', content: { as: 'binary', base64: 'AAE=' } }, both);
    expect(binary.message.content).toEqual(Buffer.of(0, 0));
  });

  it('is not said where nothing is broken', async () => {
    expect((await composed({}, both)).marks).toEqual([]);
  });

  it.each([
    ['wrong-key', { sign: 'never' }, 'not signed'],
    ['no-signature', { sign: 'never' }, 'not signed'],
    ['other-content', { sign: 'never' }, 'not signed'],
    ['changed-content', { content: { as: 'text', text: '' } }, 'no content'],
    ['damaged-envelope', {}, 'not sealed'],
    ['wrong-recipient', {}, 'not sealed'],
  ])('%s is refused where there is nothing to break', async (flaw, more, why) => {
    await expect(composed({ flaw, ...more }, both)).rejects.toThrow(why);
  });

  it('needs no key of ours to sign with a wrong one', async () => {
    expect((await composed({ flaw: 'wrong-key' }, none)).message.signature).toHaveLength(256);
    await expect(composed({ flaw: 'other-content' }, none)).rejects.toThrow('not signed');
  });
});
