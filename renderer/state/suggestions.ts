import type { ProfileId } from '../../preload/contract/index.ts';
import type { Suggest } from './completing.svelte.ts';
import type { Console } from './console.svelte.ts';

/** Values for the fields of a filter over some profiles: those of connections are known here, others in the journal. */
export function suggestions(console: Console, profiles: () => readonly ProfileId[]): Suggest {
  return async (field, text) => {
    if (field === 'connection') {
      const names = profiles().map((profile) => console.profile(profile)?.name ?? '');
      return names.filter((name) => name.toLowerCase().includes(text.toLowerCase()));
    }
    const input = { profiles: [...profiles()], field, text: text.slice(0, 200) };
    const answer = await console.bridge.request('journal:suggest', input);
    // What cannot be suggested can still be written.
    return answer.ok ? (answer.value.values ?? []) : [];
  };
}
