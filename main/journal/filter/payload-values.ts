import type { Path } from '../../../preload/contract/filter/index.ts';
import type { Texts } from './reading.ts';

/** Whose text is what an entry is known by to its service. */
const keyNames = ['key', 'id', 'messageId', 'message-id'];

/**
 * What stands at a path in the arguments of an event and in what was opened. `texts`: JSON text of the array of
 * arguments, and the opened text. A path may begin with an argument's index, or with a key of any argument. Where it
 * leads on into a text, that is read as JSON.
 */
export function valuesAt([args, inside]: Texts, path: Path): unknown[] {
  const given = argumentsIn(args);
  const roots: unknown[] = typeof path[0] === 'number' ? [given, ...given] : [...given];
  return [...roots, inside].flatMap((root) => {
    let value: unknown = root;
    for (const step of path) value = child(value, step);
    return value === undefined ? [] : [value];
  });
}

/** The arguments that are texts, and the keys and ids of those that are objects. */
export function keysIn([args, inside]: Texts): string[] {
  return [...argumentsIn(args), inside].flatMap((argument) => {
    const own = keyNames.map((name) => child(argument, name));
    return [argument, ...own].flatMap((value) =>
      typeof value === 'string' || typeof value === 'number' ? [String(value)] : [],
    );
  });
}

/** As a text is looked for in it: an object as JSON. */
export function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // Too deep for the stack.
    return '';
  }
}

function argumentsIn(args: string | null | undefined): unknown[] {
  const parsed = containerIn(args ?? '');
  return Array.isArray(parsed) ? parsed : [];
}

/** Own properties only; undefined where there is none. */
function child(value: unknown, step: string | number): unknown {
  const container = typeof value === 'string' ? containerIn(value) : value;
  if (typeof container !== 'object' || container === null) return undefined;
  if (Array.isArray(container) !== (typeof step === 'number')) return undefined;
  return Object.getOwnPropertyDescriptor(container, step)?.value;
}

/** The object or array that a text holds as JSON. */
function containerIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
