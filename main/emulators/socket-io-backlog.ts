/** Packets that may wait for a client. */
const limit = 500;

/** Whether a client of Socket.IO has much to take yet. Both generations keep what waits in the engine's `writeBuffer`. */
export function isBehind({ conn }: { conn: object }): boolean {
  return 'writeBuffer' in conn && Array.isArray(conn.writeBuffer) && conn.writeBuffer.length > limit;
}
