import { dialog, shell } from 'electron';

/** Shows the user where a link leads and hands it to the system if that is wanted. */
export async function openLink(url: URL): Promise<void> {
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
