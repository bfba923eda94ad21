import { z } from 'zod';

/**
 * Problems by field path (`headers.0.name`), the first of each field, in words for a person. The empty path stands
 * for the whole form. Texts given in a schema are kept; the others come from {@link plainly}.
 */
export function fieldErrors(error: z.core.$ZodError): Record<string, string> {
  const problems = error.issues.map((issue): [string, string] => [issue.path.map(String).join('.'), issue.message]);
  return Object.fromEntries(problems.reverse());
}

function plainly(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'This is needed' : `This must be ${typeName(issue)}`;
    case 'too_small':
      return sized(issue.origin, Number(issue.minimum), 'least');
    case 'too_big':
      return sized(issue.origin, Number(issue.maximum), 'most');
    case 'invalid_format':
      return formats[issue.format] ?? 'This is not written as it must be';
    case 'not_multiple_of':
      return `This must be a multiple of ${issue.divisor}`;
    case 'invalid_value':
      return `This must be one of: ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `Not known here: ${issue.keys.join(', ')}`;
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'This is not right';
  }
}

const formats: Readonly<Record<string, string>> = {
  url: 'This must be a whole address, such as https://host/path',
  uuid: 'This must be a UUID',
  base64: 'This must be base64',
  email: 'This must be an e-mail address',
};

const types: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'on or off',
  array: 'a list',
  object: 'a group of fields',
};

const typeName = ({ expected }: { expected: string }) => types[expected] ?? expected;

function sized(origin: string, limit: number, bound: 'least' | 'most'): string {
  if (origin === 'string') {
    if (limit === 1 && bound === 'least') return 'This is needed';
    return `This must have at ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  }
  if (origin === 'array') return `Give at ${bound} ${limit}`;
  return `This must be at ${bound} ${limit}`;
}

// Zod prefers a text of the schema's own; this replaces its technical English wherever a schema has none.
z.config({ localeError: plainly });
