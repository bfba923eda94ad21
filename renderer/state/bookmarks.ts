import type { Bookmark, EntryRow } from '../../preload/contract/index.ts';
import type { Console } from './console.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** Sets a row's bookmark; one that is taken away can be had back. Problems become toasts. */
export async function setBookmark(
  console: Console,
  toasts: Toasts,
  { id, bookmark: before }: Pick<EntryRow, 'id' | 'bookmark'>,
  bookmark: Bookmark | null,
): Promise<void> {
  try {
    await console.request('journal:bookmark', { id, bookmark });
  } catch (problem) {
    toasts.showProblem(problem);
    return;
  }
  if (bookmark !== null || !before) return;
  toasts.show({
    tone: 'plain',
    text: 'The bookmark was taken away.',
    action: { label: 'Undo', run: () => void setBookmark(console, toasts, { id }, before) },
  });
}
