import { type Fault, fault } from '../../preload/contract/index.ts';

/** `drop`, `refuse on|off`, `burst <perSecond> <seconds>`, …: one line per fault. */
export const faultUsage: readonly string[] = fault.options.map((option) =>
  [
    ...option.shape.fault.values,
    ...fieldsOf(option.shape).map((field) => (field === 'on' ? 'on|off' : `<${field}>`)),
  ].join(' '),
);

/** Reads a fault as it is typed: its name, then its fields in order. Answers undefined for anything else. */
export function readFault(line: string): Fault | undefined {
  const [name, ...values] = line.trim().split(/\s+/);
  const option = fault.options.find(({ shape }) => shape.fault.value === name);
  if (!option) return undefined;
  const fields = fieldsOf(option.shape);
  if (values.length !== fields.length) return undefined;
  const given = Object.fromEntries(fields.map((field, index) => [field, readValue(values[index] ?? '')]));
  const read = fault.safeParse({ fault: name, ...given });
  return read.success ? read.data : undefined;
}

function fieldsOf(shape: object): string[] {
  return Object.keys(shape).filter((field) => field !== 'fault');
}

function readValue(text: string): boolean | number {
  return text === 'on' || (text === 'off' ? false : Number(text));
}
