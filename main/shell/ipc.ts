import type { WebContents } from 'electron';
import type { Answer } from '../../preload/contract/index.ts';
import type { App, Client } from '../app.ts';
import { isOurPage } from './page.ts';

const refused: Answer = { ok: false, error: { code: 'refused', message: 'Only the console itself may ask.' } };

/**
 * Carries one window's requests, which wait for the app, and batches, one channel each way. A page that is loaded anew is
 * another client: the views of the one before it are closed. A request from any frame but our page's main frame is refused.
 */
export function carry(app: Promise<App>, contents: WebContents): void {
  let client: Promise<Client> | undefined;
  const connect = async () =>
    (await app).connect((batch) => {
      if (!contents.isDestroyed()) contents.send('patchbay:batch', batch);
    });
  const close = () => {
    void client?.then((open) => open.close());
    client = undefined;
  };
  contents.ipc.handle('patchbay:request', async (event, name: unknown, input: unknown) => {
    if (!isOurPage(event.senderFrame)) return refused;
    client ??= connect();
    return (await client).request(name, input);
  });
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) close();
  });
  contents.on('render-process-gone', close);
  contents.on('destroyed', close);
}
