/** Names that the server packages of both generations keep for themselves: they emit them to their own listeners, or throw. */
const reserved = new Set([
  ...['connect', 'connect_error', 'connection', 'disconnect', 'disconnecting', 'error'],
  ...['newListener', 'removeListener'],
]);

/** Whether Socket.IO carries no event of this name. */
export function isReserved(event: string): boolean {
  return reserved.has(event);
}
