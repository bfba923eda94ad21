import { describe, expect, it } from 'vitest';
import { hostOfLink } from './link-address.ts';

describe('hostOfLink', () => {
  it('says where a link leads, in the form that cannot deceive', () => {
    expect(hostOfLink('https://files.example:8443/a.png')).toBe('files.example:8443');
    expect(hostOfLink('https://b\u0430nk.example/')).toBe('xn--bnk-6cd.example');
  });

  it('knows what is never opened', () => {
    for (const url of ['http://files.example/', 'javascript:alert(1)', 'https://bank.example@evil.example/', 'a.png']) {
      expect(hostOfLink(url), url).toBeNull();
    }
  });
});
