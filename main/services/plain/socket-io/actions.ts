import { z } from 'zod';
import { argument, argumentForms } from '../../argument.ts';
import type { Action } from '../../service.ts';
import type { SocketIoSession } from './session.ts';

const args = z
  .array(
    z.strictObject({
      value: argument.meta({ title: 'Argument', kind: 'content', forms: argumentForms }),
    }),
  )
  .max(100)
  .default([])
  .meta({ title: 'Arguments' });

const emitInput = z.strictObject({
  event: z.string().min(1).max(1000).meta({ title: 'Event', suggest: 'event' }),
  args,
  acknowledge: z.boolean().default(false).meta({ title: 'Ask for an acknowledgement' }),
});
export type EmitInput = z.output<typeof emitInput>;

const answerInput = z.strictObject({
  number: z.int().min(1).meta({
    title: 'Number of the event',
    description: 'An event that asks for an answer offers it, with its number filled in.',
  }),
  args,
});
export type AnswerInput = z.output<typeof answerInput>;

const action = <Input extends z.ZodObject>(action: Action<SocketIoSession, Input>) => action;

export const actions = {
  emit: action({
    title: 'Emit',
    summary: 'Send an event with any number of arguments.',
    input: emitInput,
    perform: (session, input) => session.emit(input),
  }),
  answer: action({
    title: 'Answer',
    summary: 'Acknowledge an event of the server that asked for it.',
    input: answerInput,
    perform: (session, input) => session.answer(input),
  }),
} as const;
