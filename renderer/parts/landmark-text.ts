import type { Beyond, Landmark } from '../../preload/contract/index.ts';

const nouns = { bookmarked: 'bookmark', failed: 'failed entry' };

/** A command's words. */
export function landmarkTitle(landmark: Landmark, way: Beyond['way']): string {
  return `${way === 'next' ? 'Next' : 'Previous'} ${nouns[landmark]}`;
}

/** What is said where there is none further. `looking`: older entries are still being looked through. */
export function noLandmark(landmark: Landmark, way: Beyond['way'], looking: boolean): string {
  const where = way === 'next' ? 'after' : 'before';
  const yet = looking && way === 'previous';
  return `This log shows no ${nouns[landmark]} ${where} this${yet ? ' yet: older entries are being looked through' : ''}.`;
}
