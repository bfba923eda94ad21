import { expect, describe as group, it } from 'vitest';
import { z } from 'zod';
import { content, form } from '../../preload/contract/index.ts';
import { networkFields } from '../transports/network-fields.ts';
import { fieldErrors, formOf, secretFields } from './form.ts';

const everything = z.strictObject({
  name: z
    .string()
    .min(1)
    .regex(/^[a-z]+$/)
    .meta({ title: 'Name', description: 'Small letters.', section: 'Who' }),
  note: z.string().default('hello').meta({ title: 'Note', multiline: true, placeholder: 'anything' }),
  password: z.string().optional().meta({ title: 'Password', secret: true }),
  place: z.string().optional().meta({ title: 'Place', needed: true }),
  count: z.int().min(1).max(9).default(3).meta({ title: 'Count', unit: 's' }),
  share: z.number().optional().meta({ title: 'Share' }),
  loud: z.boolean().default(true).meta({ title: 'Loud' }),
  mode: z
    .enum(['a', 'b'])
    .default('a')
    .meta({ title: 'Mode', labels: { a: 'First', b: 'Second' } }),
  to: z.array(z.string()).default([]).meta({ title: 'To', suggest: 'peer' }),
  key: z
    .string()
    .optional()
    .meta({ title: 'Key', generate: 'uuid', showWhen: { field: 'mode', oneOf: ['b'] } }),
  body: content.meta({ title: 'Body', kind: 'content' }),
  rows: z
    .array(z.strictObject({ x: z.string().meta({ title: 'X' }) }))
    .default([])
    .meta({ title: 'Rows' }),
});

group('formOf', () => {
  it('makes one field of each property, in order', () => {
    expect(formOf(everything)).toEqual([
      {
        name: 'name',
        label: 'Name',
        help: 'Small letters.',
        section: 'Who',
        required: true,
        kind: 'text',
        pattern: '^[a-z]+$',
      },
      {
        name: 'note',
        label: 'Note',
        required: false,
        kind: 'text',
        default: 'hello',
        multiline: true,
        placeholder: 'anything',
      },
      { name: 'password', label: 'Password', required: false, kind: 'secret' },
      { name: 'place', label: 'Place', required: true, kind: 'text' },
      {
        name: 'count',
        label: 'Count',
        required: false,
        kind: 'number',
        whole: true,
        default: 3,
        minimum: 1,
        maximum: 9,
        unit: 's',
      },
      { name: 'share', label: 'Share', required: false, kind: 'number', whole: false },
      { name: 'loud', label: 'Loud', required: false, kind: 'switch', default: true },
      {
        name: 'mode',
        label: 'Mode',
        required: false,
        kind: 'choice',
        default: 'a',
        options: [
          { value: 'a', label: 'First' },
          { value: 'b', label: 'Second' },
        ],
      },
      { name: 'to', label: 'To', required: false, kind: 'texts', suggest: 'peer' },
      {
        name: 'key',
        label: 'Key',
        required: false,
        kind: 'text',
        generate: 'uuid',
        showWhen: { field: 'mode', oneOf: ['b'] },
      },
      { name: 'body', label: 'Body', required: true, kind: 'content', forms: ['text', 'json', 'binary'] },
      {
        name: 'rows',
        label: 'Rows',
        required: false,
        kind: 'rows',
        fields: [{ name: 'x', label: 'X', required: true, kind: 'text' }],
      },
    ]);
  });

  it('fulfils the contract, for the network fields too', () => {
    for (const schema of [everything, z.strictObject(networkFields)])
      expect(() => form.parse(formOf(schema))).not.toThrow();
  });

  it('reads meta given before a default and prefers what was given after it', () => {
    const inner = z.string().meta({ title: 'Inner', placeholder: 'kept' });
    expect(formOf(z.strictObject({ a: inner.default('x').meta({ title: 'Outer' }) }))).toEqual([
      { name: 'a', label: 'Outer', required: false, kind: 'text', default: 'x', placeholder: 'kept' },
    ]);
  });

  it.each([
    ['a shape no field edits', z.date().meta({ title: 'D' })],
    ['a field without a label', z.string()],
    ['an unknown meta key', z.string().meta({ title: 'A', titel: 'B' })],
    ['a choice without labels', z.enum(['a']).meta({ title: 'A' })],
    [
      'rows inside rows',
      z.array(z.strictObject({ r: z.array(z.strictObject({})).meta({ title: 'R' }) })).meta({ title: 'A' }),
    ],
  ])('refuses %s', (_, schema) => {
    expect(() => formOf(z.strictObject({ field: schema }))).toThrow(/field|choice/);
  });
});

group('secretFields', () => {
  it('names them', () => expect(secretFields(everything)).toEqual(['password']));
});

group('fieldErrors', () => {
  const errorsOf = (schema: z.ZodType, value: unknown) =>
    fieldErrors(schema.safeParse(value).error ?? new z.ZodError([]));

  it('says plainly what is wrong, by path', () => {
    const wrong = {
      name: '',
      count: 12,
      share: 'x',
      loud: 1,
      mode: 'c',
      to: [1],
      body: { as: 'text' },
      rows: [{}],
      more: 1,
    };
    expect(errorsOf(everything, wrong)).toEqual({
      name: 'This is needed',
      count: 'This must be at most 9',
      share: 'This must be a number',
      loud: 'This must be on or off',
      mode: 'This must be one of: a, b',
      'to.0': 'This must be text',
      'body.text': 'This is needed',
      'rows.0.x': 'This is needed',
      '': 'Not known here: more',
    });
  });

  it('keeps the words of a schema', () => {
    expect(errorsOf(z.strictObject({ a: z.string().min(1, 'Give it a name') }), { a: '' })).toEqual({
      a: 'Give it a name',
    });
  });
});
