import { z } from 'zod';
import { isJsonObject } from '../argument.ts';
import { flawField } from '../flaw.ts';
import type { Action } from '../service.ts';
import type { BowlSession } from './session.ts';

const email = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@]+@[^\s@]+$/, 'This must be an e-mail address')
  .meta({ title: 'E-mail', suggest: 'contact', placeholder: 'bowl@example.com' });
const group = z.string().trim().min(1).max(320).meta({ title: 'Group', suggest: 'group' });
const messageType = z.string().max(1000).default('').meta({
  title: 'Type of message',
  description: 'The original client leaves it empty.',
});

const flaw = flawField(['damaged-envelope', 'wrong-recipient', 'old-time']);

const contactInput = z.strictObject({
  to: email.meta({ title: 'To' }),
  text: z.string().max(8192).meta({
    title: 'Text',
    multiline: true,
    maximumBytes: 245,
    description: 'It is encrypted with the contact’s key in one piece: 245 bytes fit, 190 with OAEP.',
  }),
  messageType,
  flaw,
});
const groupInput = z.strictObject({
  group,
  text: z.string().max(700_000).meta({ title: 'Text', multiline: true }),
  messageType,
  flaw,
});
const emailInput = z.strictObject({ email });
const groupOnly = z.strictObject({ group });
const inviteInput = z.strictObject({ group, email });

const name = z.string().trim().min(1).max(300).meta({ title: 'Name' });
const description = z.string().trim().min(1).max(2000).meta({ title: 'Description' });

const emitInput = z.strictObject({
  event: z.string().min(1).max(200).meta({ title: 'Event', placeholder: 'globalChatMessage' }),
  payload: z
    .string()
    .max(900_000)
    .refine(isJsonObject, 'Write a JSON object, such as {"email": "…"}')
    .default('{}')
    .meta({
      title: 'Payload',
      description: 'A JSON object. It is sent as text: this service reads nothing else.',
      language: 'json',
    }),
  acknowledge: z.boolean().default(true).meta({ title: 'Ask for an acknowledgement' }),
});

const action = <Input extends z.ZodObject>(action: Action<BowlSession, Input>) => action;

export const actions = {
  'message-contact': action({
    title: 'Message a contact',
    summary: 'Encrypt a short text for one person; kept until they are online if they are not.',
    input: contactInput,
    perform: (session, input) => session.messages.toContact(input),
    preview: (session, input) => session.messages.previewForContact(input),
  }),
  'message-group': action({
    title: 'Message a group',
    summary: 'Encrypt a text with the group’s key.',
    input: groupInput,
    perform: (session, input) => session.messages.toGroup(input),
    preview: (session, input) => session.messages.previewForGroup(input),
  }),
  'request-contact': action({
    title: 'Request contact',
    summary: 'Ask somebody who is online to be a contact.',
    input: emailInput,
    perform: (session, { email }) => session.community.requestContact(email),
  }),
  'accept-contact': action({
    title: 'Accept contact',
    summary: 'Answer a contact request that has come.',
    input: emailInput,
    perform: (session, { email }) => session.community.acceptContact(email),
  }),
  'decline-contact': action({
    title: 'Decline contact',
    summary: 'Turn a contact request down.',
    input: emailInput,
    perform: (session, { email }) => session.community.declineContact(email),
  }),
  'create-group': action({
    title: 'Create group',
    summary: 'Make a group, and a key for it.',
    input: z.strictObject({ name, description }),
    perform: (session, input) => session.community.createGroup(input),
  }),
  invite: action({
    title: 'Invite to group',
    summary: 'Ask somebody who is online into a group, and pass its key on to them. Admins only.',
    input: inviteInput,
    perform: (session, input) => session.community.invite(input),
  }),
  'accept-group': action({
    title: 'Accept group',
    summary: 'Join a group we were invited to, and keep its key.',
    input: groupOnly,
    perform: (session, { group }) => session.community.acceptGroup(group),
  }),
  'decline-group': action({
    title: 'Decline group',
    summary: 'Turn an invitation to a group down.',
    input: groupOnly,
    perform: (session, { group }) => session.community.declineGroup(group),
  }),
  'edit-group': action({
    title: 'Edit group',
    summary: 'Give a group another name or description. Admins only.',
    input: z.strictObject({ group, name, description }),
    perform: (session, input) => session.community.editGroup(input),
  }),
  'list-members': action({
    title: 'List members',
    summary: 'Read the members of a group, as the server keeps them.',
    input: groupOnly,
    perform: (session, { group }) => session.community.listMembers(group),
  }),
  refresh: action({
    title: 'Refresh contacts',
    summary: 'Read the keys of all contacts again, and say which of them changed.',
    input: z.strictObject({}),
    perform: (session) => session.community.refresh(),
  }),
  'trust-key': action({
    title: 'Trust key',
    summary: 'Say that a changed key is right, after comparing its fingerprint.',
    input: emailInput,
    perform: (session, { email }) => session.community.trustKey(email),
  }),
  emit: action({
    title: 'Emit',
    summary: 'Send any event with a JSON object, as text.',
    input: emitInput,
    perform: (session, input) => session.emit(input),
  }),
} as const;
