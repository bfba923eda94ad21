import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage, suggestionsOf } from './message.ts';

const repliesOf = (data: unknown) => readMessage(data).replies;
const linksOf = (data: unknown) => readMessage(data).links;

it('reads whom a message is for, whom it is from, and what it says', () => {
  expect(readMessage({ to: 'u-1', from: 'desk', text: 'Hello' })).toEqual({
    to: 'u-1',
    from: 'desk',
    preview: 'Hello',
    replies: [],
    links: [],
  });
});

describe('quick replies', () => {
  it('beside the text or under metadata, as texts, send their text', () => {
    const replies = [
      { label: 'Yes', text: 'Yes' },
      { label: 'No', text: 'No' },
    ];
    expect(repliesOf({ quick_replies: ['Yes', 'No'] })).toEqual(replies);
    expect(repliesOf({ metadata: { quick_replies: ['Yes', 'No'] } })).toEqual(replies);
    expect(repliesOf({ quick_replies: ['Yes'], metadata: { quick_replies: ['Yes', 'No'] } })).toEqual(replies);
  });

  it('as objects show their title and send their payload, or the title', () => {
    const quick_replies = [{ title: 'Yes', payload: '/yes' }, { title: 'No' }, { title: 'Maybe', payload: '' }];
    const replies = [
      { label: 'Yes', text: '/yes' },
      { label: 'No', text: 'No' },
      { label: 'Maybe', text: 'Maybe' },
    ];
    expect(repliesOf({ quick_replies })).toEqual(replies);
    expect(repliesOf({ metadata: { quick_replies } })).toEqual(replies);
  });

  it('that open a page are links', () => {
    const message = { quick_replies: [{ type: 'web_url', title: 'Map', url: 'https://example.org/map' }] };
    expect(readMessage(message)).toMatchObject({
      replies: [],
      links: [{ label: 'Map: example.org/map', url: 'https://example.org/map' }],
    });
  });

  it('of other shapes are left out, and there are never too many', () => {
    expect(repliesOf({ quick_replies: [null, 7, '', ' ', {}, { title: 5 }, ['x'], 'x'.repeat(3000)] })).toEqual([]);
    expect(repliesOf({ quick_replies: 'Yes' })).toEqual([]);
    expect(repliesOf({ quick_replies: Array.from({ length: 10_000 }, (_, index) => `${index}`) })).toHaveLength(30);
  });
});

describe('links', () => {
  it('from attachments, with their type', () => {
    const attachments = ['image/png:https://example.org/a.png', 'video:http://example.org/b', 'https://example.org/c'];
    expect(linksOf({ attachments })).toEqual([
      { label: 'example.org/a.png', url: 'https://example.org/a.png', type: 'image/png' },
      { label: 'example.org/b', url: 'http://example.org/b', type: 'video' },
      { label: 'example.org/c', url: 'https://example.org/c' },
    ]);
  });

  it('from one attachment that is an object, wherever the address stands in it', () => {
    const image = { type: 'image', payload: { title: 'A room', src: 'https://example.org/a.png' } };
    expect(linksOf({ attachment: image })).toEqual([
      { label: 'example.org/a.png', url: 'https://example.org/a.png', type: 'image' },
    ]);
    const elements = [
      { title: 'One', image_url: 'https://example.org/1', buttons: [{ url: 'https://example.org/2' }] },
    ];
    const urls = linksOf({ attachment: { type: 'template', payload: { elements } } }).map(({ url }) => url);
    expect(urls).toEqual(['https://example.org/1', 'https://example.org/2']);
  });

  it('from the text, without what only ends the sentence, each once', () => {
    const text = 'See https://example.org/a?b=1, (http://example.org/c) and “https://example.org/a?b=1”.';
    expect(linksOf({ text }).map(({ url }) => url)).toEqual(['https://example.org/a?b=1', 'http://example.org/c']);
  });

  it('only with http or https, and without user and password', () => {
    const attachments = [
      ...['image/png:javascript:alert(1)', 'text/html:data:text/html,<script>', 'file:///etc/passwd', 'geo:1,2'],
      ...['image/png:https://user:secret@example.org/', 'https://[', ':', '', 9, `https://a/${'x'.repeat(5000)}`],
    ];
    const attachment = { type: 'image', payload: { src: 'javascript:alert(2)' } };
    expect(linksOf({ attachments, attachment, text: 'javascript:alert(3) ftp://example.org http://' })).toEqual([]);
  });

  it('show the host that is gone to, however it was written', () => {
    expect(linksOf({ text: 'https://аррӏе.com/' })).toMatchObject([{ label: expect.stringMatching(/^xn--/) }]);
  });

  it('are what a message without text is called', () => {
    expect(readMessage({ attachments: ['image/png:https://example.org/a.png'] }).preview).toBe('example.org/a.png');
  });
});

it('reads the suggestions of an answer', () => {
  expect(suggestionsOf({ result: ['One', 7, '', 'Two'] })).toEqual(['One', 'Two']);
  expect(suggestionsOf({ result: 'One' })).toEqual([]);
  expect(suggestionsOf(undefined)).toEqual([]);
});

it('takes anything, with bounds', () => {
  const names = fc.constantFrom('to', 'text', 'quick_replies', 'metadata', 'attachment', 'attachments', 'title', 'url');
  const value = fc.letrec((tie) => ({
    any: fc.oneof(fc.string(), fc.integer(), fc.constant(null), tie('list'), tie('object')),
    list: fc.array(tie('any'), { maxLength: 5 }),
    object: fc.dictionary(fc.oneof(names, fc.constant('__proto__')), tie('any'), { maxKeys: 6 }),
  }));
  fc.assert(
    fc.property(value.any, (data) => {
      const { replies, links, preview = '' } = readMessage(data);
      expect(links.every(({ url }) => /^https?:/.test(url))).toBe(true);
      expect(replies.length <= 30 && preview.length <= 300).toBe(true);
    }),
  );
  const deep = JSON.parse(`{"attachment":${'['.repeat(20_000)}"https://example.org"${']'.repeat(20_000)}}`);
  expect(linksOf(deep)).toEqual([]);
});
