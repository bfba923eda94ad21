import type { Argument, ContentForm, Field } from '../../preload/contract/index.ts';
import { base64OfBytes, bytesOfBase64, textOfBytes } from './bytes.ts';

/** An argument while it is written: a number is kept as it was typed until it is one. */
export type ContentDraft = Exclude<Argument, { as: 'number' }> | { as: 'number'; number: number | string };

export const formNames: Readonly<Record<ContentForm, string>> = {
  text: 'Text',
  json: 'JSON',
  number: 'Number',
  boolean: 'True or false',
  binary: 'Binary',
};

export const emptyContents: { [Form in ContentForm]: Extract<ContentDraft, { as: Form }> } = {
  text: { as: 'text', text: '' },
  json: { as: 'json', text: '' },
  number: { as: 'number', number: '' },
  boolean: { as: 'boolean', boolean: false },
  binary: { as: 'binary', base64: '' },
};

/** What a content field starts as. */
export function startingContent({ forms, default: text = '' }: Extract<Field, { kind: 'content' }>): ContentDraft {
  const [form = 'text'] = forms;
  return convertContent({ as: 'text', text }, form) ?? emptyContents[form];
}

/** The same content in another form, or undefined where it cannot be written in that. */
export function convertContent(content: ContentDraft, to: ContentForm): ContentDraft | undefined {
  if (content.as === to) return content;
  const text = contentText(content);
  if (text === undefined) return undefined;
  switch (to) {
    case 'text':
    case 'json':
      return { as: to, text };
    case 'number':
      return isNumber(text) ? { as: to, number: Number(text) } : text.trim() === '' ? emptyContents.number : undefined;
    case 'boolean':
      return ['', 'true', 'false'].includes(text.trim()) ? { as: to, boolean: text.trim() === 'true' } : undefined;
    case 'binary':
      return { as: to, base64: base64OfBytes(new TextEncoder().encode(text)) };
  }
}

/** Undefined where bytes are no text. */
export function contentText(content: ContentDraft): string | undefined {
  switch (content.as) {
    case 'text':
    case 'json':
      return content.text;
    case 'number':
      return String(content.number);
    case 'boolean':
      return String(content.boolean);
    case 'binary':
      return textOfBytes(bytesOfBase64(content.base64));
  }
}

/** Whether nothing has been written in its form yet. */
export function isUntouched(content: ContentDraft): boolean {
  return content.as === 'boolean' ? !content.boolean : contentSize(content) === 0;
}

/** Bytes that the content is long. */
export function contentSize(content: ContentDraft): number {
  if (content.as !== 'binary') return new TextEncoder().encode(contentText(content)).length;
  return Math.floor((content.base64.replace(/=+$/, '').length * 3) / 4);
}

/** Text that is a finite number, however it is written. */
export function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** Where each form keeps what was written. */
const members = { text: 'text', json: 'text', number: 'number', boolean: 'boolean', binary: 'base64' } as const;

/** Whether a form's value is a content; drafts come from outside too. */
export function isContent(value: unknown): value is ContentDraft {
  if (typeof value !== 'object' || value === null || !('as' in value)) return false;
  return Object.entries(members).some(([form, member]) => value.as === form && member in value);
}
