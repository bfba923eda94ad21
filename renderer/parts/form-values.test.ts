import { describe, expect, it } from 'vitest';
import type { Form } from '../../preload/contract/index.ts';
import { withoutBlanks } from './form-values.ts';

const form: Form = [
  { kind: 'texts', name: 'addresses', label: 'Addresses', required: true },
  { kind: 'text', name: 'title', label: 'Title', required: false },
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
});
