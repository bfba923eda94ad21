import { EventEmitter } from 'node:events';
import type { Connection } from 'sockjs';
import { expect, it } from 'vitest';
import { goodConditions } from '../conditions.ts';
import { Line } from './line.ts';
import { Messaging } from './messaging.ts';

it('holds back what is unsolicited until a required answer is sent', async () => {
  const messaging = new Messaging('assigned');
  const nora = messaging.addSubscriber('Nora');
  const written: { type: string }[] = [];
  const connection = Object.assign(new EventEmitter(), { write: (text: string) => written.push(JSON.parse(text)) });
  const conditions = { ...goodConditions(), slow: 50 };
  const line = new Line(connection as unknown as Connection, nora, messaging, conditions);
  connection.emit('data', '{"type":"create-channel","id":"c1","name":"Night shift"}');
  await Promise.resolve();
  line.tell({ type: 'typing' });
  await expect.poll(() => written.map(({ type }) => type)).toEqual(['invitation', 'ack', 'typing']);
});

it('answers nothing any more once it is closed', async () => {
  const messaging = new Messaging('assigned');
  const nora = messaging.addSubscriber('Nora');
  const written: string[] = [];
  const connection = Object.assign(new EventEmitter(), { write: (text: string) => written.push(text) });
  const conditions = { ...goodConditions(), slow: 60_000 };
  new Line(connection as unknown as Connection, nora, messaging, conditions);
  connection.emit('data', '{"type":"announce","availability":"busy"}');
  await Promise.resolve();
  connection.emit('close');
  await new Promise(setImmediate);
  expect([written, nora.availability]).toEqual([[], 'invisible']);
});
