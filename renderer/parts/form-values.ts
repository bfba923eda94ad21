import type { Field, Form } from '../../preload/contract/index.ts';
import { isContent, isUntouched, startingContent } from './content-forms.ts';

/** What JSON can carry; the values of forms. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type FormValue = Record<string, Json>;

/** A completion of a text field, and what it is called in the list. */
export interface Choice {
  value: string;
  label: string;
}

/** The values of needed fields that can be completed with one thing only. Where a field may be left empty, that is a choice. */
export function onlyChoices(form: Form, choices: (kind: string) => Choice[]): FormValue {
  const found: FormValue = {};
  for (const field of form) {
    if ((field.kind !== 'text' && field.kind !== 'texts') || field.suggest === undefined || !field.required) continue;
    const [only, second] = choices(field.suggest);
    if (only && !second) found[field.name] = field.kind === 'text' ? only.value : [only.value];
  }
  return found;
}

/** The values a new form starts with. Fields without a default are left out. */
export function startingValues(form: Form): FormValue {
  const value: FormValue = {};
  for (const field of form) {
    if (field.kind === 'content') value[field.name] = startingContent(field);
    else if ('default' in field && field.default !== undefined) value[field.name] = field.default;
  }
  return value;
}

/** Without empty lines of lists, and optional contents that nobody wrote: they were offered, not meant. */
export function withoutBlanks(form: Form, value: FormValue): FormValue {
  const lists = form.flatMap(({ kind, name }) => {
    const lines = value[name];
    return kind === 'texts' && Array.isArray(lines) ? [[name, lines.filter((line) => String(line).trim() !== '')]] : [];
  });
  const blank = form.filter(({ kind, name, required }) => {
    const content = value[name];
    return kind === 'content' && !required && isContent(content) && content.as !== 'boolean' && isUntouched(content);
  });
  const unwritten = new Set(blank.map(({ name }) => name));
  const written = Object.entries(value).filter(([name]) => !unwritten.has(name));
  return { ...Object.fromEntries(written), ...Object.fromEntries(lists) };
}

/** Whether a field is to be shown, given what the others hold. */
export function isShown(field: Field, form: Form, value: FormValue): boolean {
  const condition = field.showWhen;
  if (!condition) return true;
  const other = form.find((candidate) => candidate.name === condition.field);
  const fallback = other && 'default' in other ? other.default : undefined;
  const held = value[condition.field] ?? fallback;
  return condition.oneOf.some((wanted) => wanted === held);
}

/** By name: the shown fields that must be filled in and are not. */
export function missingIn(form: Form, value: FormValue): Record<string, string> {
  const missing = form.filter(
    (field) =>
      field.required &&
      (field.kind === 'text' || field.kind === 'number' || field.kind === 'profile') &&
      !('default' in field && field.default !== undefined) &&
      isShown(field, form, value) &&
      String(value[field.name] ?? '').trim() === '',
  );
  return Object.fromEntries(missing.map(({ name }) => [name, 'This is needed']));
}

export interface Section {
  /** Empty for the fields that stand before the first heading. */
  title: string;
  fields: Field[];
}

/** Fields under their headings, in the order of the form. */
export function sectionsOf(form: Form): Section[] {
  const sections: Section[] = [];
  for (const field of form) {
    const title = field.section ?? '';
    const section = sections.find((candidate) => candidate.title === title);
    if (section) section.fields.push(field);
    else sections.push({ title, fields: [field] });
  }
  return sections;
}

/** Labels of what is chosen in these fields other than at first, for a heading that hides them. */
export function deviationsOf(fields: readonly Field[], value: FormValue): string[] {
  return fields.flatMap((field) => {
    if (field.kind !== 'choice' || (value[field.name] ?? field.default) === field.default) return [];
    return field.options.filter((option) => option.value === value[field.name]).map(({ label }) => label);
  });
}

/** The problems of a nested form: those whose path starts with `path`, without it. */
export function problemsUnder(path: string, problems: Record<string, string>): Record<string, string> {
  const prefix = `${path}.`;
  const inner = Object.entries(problems).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(inner.map(([key, text]) => [key.slice(prefix.length), text]));
}

/** The problem of a field itself or, for lists, the first of any part of it. */
export function problemOf(name: string, problems: Record<string, string>): string | undefined {
  return problems[name] ?? Object.values(problemsUnder(name, problems))[0];
}

/** Sets or, where the value is undefined, leaves out a field. */
export function withValue(value: FormValue, name: string, next: Json | undefined): FormValue {
  const { [name]: _, ...others } = value;
  return next === undefined ? others : { ...others, [name]: next };
}
