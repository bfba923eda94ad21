import type { NativeTheme } from 'electron';
import type { Preferences } from '../../preload/contract/index.ts';
import type { App } from '../app.ts';

/** Lets native menus, dialogs and the first paint follow the theme that the user chose. */
export async function followTheme(app: App, nativeTheme: Pick<NativeTheme, 'themeSource'>): Promise<void> {
  const apply = ({ theme }: Pick<Preferences, 'theme'>) => {
    nativeTheme.themeSource = theme === 'contrast' ? 'system' : theme;
  };
  const client = app.connect((batch) => {
    for (const item of batch) if (item.name === 'preferences:changed') apply(item.event);
  });
  const answer = await client.request('app:snapshot', {});
  if (answer.ok) apply((answer.value as { preferences: Preferences }).preferences);
}
