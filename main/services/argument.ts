import {
  type Argument,
  argument as contractArgument,
  content as contractContent,
} from '../../preload/contract/index.ts';

const readable = (value: Argument) => value.as !== 'json' || isJson(value.text);

/** Text, JSON that parses, or bytes; give it a title with `.meta({ title, kind: 'content' })`. */
export const content = contractContent.refine(readable, 'This is not JSON');

/** Likewise, or a number or a switch. */
export const argument = contractArgument.refine(readable, 'This is not JSON');

/** Forms of an {@link argument}, for its `.meta()`. */
export const argumentForms: Argument['as'][] = ['text', 'json', 'number', 'boolean', 'binary'];

/** What is sent for it: bytes as a Buffer, JSON as its value. */
export function argumentValue(argument: Argument): unknown {
  switch (argument.as) {
    case 'text':
      return argument.text;
    case 'json':
      return JSON.parse(argument.text);
    case 'number':
      return argument.number;
    case 'boolean':
      return argument.boolean;
    case 'binary':
      return Buffer.from(argument.base64, 'base64');
  }
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether the text is that of an object. */
export function isJsonObject(text: string): boolean {
  return text.trimStart().startsWith('{') && isJson(text);
}
