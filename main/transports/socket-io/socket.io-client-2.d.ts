/** Version 2 has no types of its own; its sockets are typed as `ClientSocket` in socket-io-client.ts. */
declare module 'socket.io-client-2' {
  const io: {
    Manager: new (uri: string, options: object) => { socket(namespace: string, options: object): unknown };
  };
  export default io;
}
