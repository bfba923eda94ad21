import { describe, expect, it } from 'vitest';
import { settings as socketIo } from './socket-io/settings.ts';
import { settings as socketCluster } from './socketcluster/settings.ts';
import { settings as sockJs } from './sockjs/settings.ts';
import { settings as webSocket } from './websocket/settings.ts';

describe.each(Object.entries({ socketIo, socketCluster, sockJs, webSocket }))('the address of %s', (_, settings) => {
  it.each(['ws', 'wss', 'http', 'https'])('may begin with %s', (scheme) => {
    expect(settings.safeParse({ url: `${scheme}://host:1/?a=b` }).success).toBe(true);
  });

  it.each(['host', 'ftp://host', 'https://', 'https:///x', 'wss://user:secret@host/'])('is not %s', (url) => {
    const { error } = settings.safeParse({ url });
    expect(error?.issues[0]?.path).toEqual(['url']);
  });
});
