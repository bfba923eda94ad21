import type { Line } from './line.ts';

/** Everything a client must survive: no JSON, wrong types, keys that open nothing, dangerous names, unknown events. */
export function sendMalformed({ socket }: Line): void {
  socket.emit('contactChatMessage', '{"message": this is not JSON');
  socket.emit('contactChatMessage', JSON.stringify({ message: 42, from: ['nobody'], date: {}, time: null }));
  socket.emit(
    'contactChatMessage',
    JSON.stringify({ message: 'bm9uc2Vuc2U=', from: 'mallory@example.com', date: '99/99/9' }),
  );
  socket.emit('contactChatMessage', {
    message: 'as an object',
    from: 'mallory@example.com',
    messageType: { any: [1] },
  });
  socket.emit('contactChatMessage', '{"__proto__":{"polluted":true},"message":"AAAA","from":"__proto__"}');
  socket.emit('contactChatMessage');
  socket.emit('groupChatMessage', JSON.stringify({ groupId: 'nowhere', message: '!!!', from: 'mallory@example.com' }));
  socket.emit('groupChatMessage', null, 7);
  socket.emit('onlineChats', { contacts: 'none', groups: [null, 1, { groupId: {} }] });
  socket.emit('onlineChats', []);
  socket.emit('online', 'mallory@example.com');
  socket.emit('offline', { email: '\u202e<img src=x onerror=alert(1)>' });
  socket.emit('contactRequestReceived', { email: 'mallory@example.com', name: 'Mallory', publicKey: 'no key' });
  socket.emit('groupRequestReceived', { groupId: '__proto__', name: 'Prototype', encryptedGroupKey: 'AAAA' });
  socket.emit('newGroupMember', { groupId: 1, email: 2 });
  socket.emit('globalChatMessage', 'Hear, hear', Buffer.from([0, 255]));
  socket.emit('weather', { today: 'fog' });
}
