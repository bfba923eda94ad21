import type { Content } from '../../preload/contract/index.ts';
import { base64OfBytes, bytesOfBase64, textOfBytes } from './bytes.ts';

export type ContentForm = Content['as'];

export const emptyContents: { [Form in ContentForm]: Extract<Content, { as: Form }> } = {
  text: { as: 'text', text: '' },
  json: { as: 'json', text: '' },
  binary: { as: 'binary', base64: '' },
};

/** The same content in another form, or undefined where bytes are no text. */
export function convertContent(content: Content, to: ContentForm): Content | undefined {
  if (content.as === to) return content;
  if (to === 'binary') {
    return content.as === 'binary'
      ? content
      : { as: to, base64: base64OfBytes(new TextEncoder().encode(content.text)) };
  }
  const text = content.as === 'binary' ? textOfBytes(bytesOfBase64(content.base64)) : content.text;
  return text === undefined ? undefined : { as: to, text };
}

/** Bytes that the content is long. */
export function contentSize(content: Content): number {
  if (content.as !== 'binary') return new TextEncoder().encode(content.text).length;
  return Math.floor((content.base64.replace(/=+$/, '').length * 3) / 4);
}

/** Whether a form's value is a content; drafts come from outside too. */
export function isContent(value: unknown): value is Content {
  if (typeof value !== 'object' || value === null || !('as' in value)) return false;
  return value.as === 'binary' ? 'base64' in value : 'text' in value;
}
