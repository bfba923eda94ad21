import { dialog, shell } from 'electron';

/** Whether a link may leave the app: `https:` and no credentials in it. */
export function mayOpen(url: URL): boolean {
  return url.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname !== '';
}

/** Shows the user where a link leads and hands it to the system if that is wanted. Rejects links that may not leave. */
export async function openLink(url: URL): Promise<void> {
  if (!mayOpen(url)) throw new Error('Only https links without a password in them are opened.');
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Open ${url.host} in the browser?`,
    detail: url.href.length > 300 ? `${url.href.slice(0, 300)}…` : url.href,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(url.href);
}
