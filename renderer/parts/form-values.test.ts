import { describe, expect, it } from 'vitest';
import type { Form } from '../../preload/contract/index.ts';
import { deviationsOf, type FormValue, onlyChoices, withoutBlanks } from './form-values.ts';

const form: Form = [
  { kind: 'texts', name: 'addresses', label: 'Addresses', required: true },
  { kind: 'text', name: 'title', label: 'Title', required: false },
  { kind: 'content', name: 'data', label: 'Data', required: false, forms: ['text', 'json', 'boolean'] },
  { kind: 'content', name: 'body', label: 'Body', required: true, forms: ['text'] },
];

describe('withoutBlanks', () => {
  it('drops empty lines of lists and nothing else', () => {
    expect(withoutBlanks(form, { addresses: ['a', ' ', '', 'b'], title: '', more: [''] })).toEqual({
      addresses: ['a', 'b'],
      title: '',
      more: [''],
    });
    expect(withoutBlanks(form, { title: 'x' })).toEqual({ title: 'x' });
  });

  it('drops a content that may be left out and was', () => {
    const nothing = { as: 'text', text: '' };
    expect(withoutBlanks(form, { data: nothing, body: nothing })).toEqual({ body: nothing });
    const written: FormValue[] = [
      { as: 'json', text: '""' },
      { as: 'boolean', boolean: false },
    ];
    for (const data of written) expect(withoutBlanks(form, { data })).toEqual({ data });
  });
});

describe('onlyChoices', () => {
  it('fills in what is needed where there is one choice, and leaves alone what may be empty', () => {
    const choices = (kind: string) => (kind === 'one' ? [{ value: 'a', label: 'A' }] : []);
    const field = { kind: 'text', label: 'Field' } as const;
    const fields: Form = [
      { ...field, name: 'needed', required: true, suggest: 'one' },
      { ...field, name: 'free', required: false, suggest: 'one' },
      { ...field, name: 'unknown', required: true, suggest: 'none' },
    ];
    expect(onlyChoices(fields, choices)).toEqual({ needed: 'a' });
  });
});

describe('deviationsOf', () => {
  it('names what is chosen other than at first', () => {
    const options = ['none', 'some'].map((value) => ({ value, label: value.toUpperCase() }));
    const choices: Form = ['a', 'b', 'c'].map((name) => {
      return { kind: 'choice', name, label: name, required: false, default: 'none', options };
    });
    expect(deviationsOf(choices, { a: 'none', b: 'some' })).toEqual(['SOME']);
    expect(deviationsOf(choices, { a: 'gone' })).toEqual([]);
  });
});
