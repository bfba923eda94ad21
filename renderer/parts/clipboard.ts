import type { Toasts } from '../state/toasts.svelte.ts';

/** True when the clipboard took it; otherwise the user is told. */
export async function copyText(text: string, toasts: Toasts): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toasts.show({ tone: 'bad', text: 'The clipboard did not accept it.' });
    return false;
  }
}
