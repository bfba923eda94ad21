import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from './menu.ts';

function flatten(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
}

describe.each(['darwin', 'linux', 'win32'] as const)('the menu on %s', (platform) => {
  const chosen: string[] = [];
  const items = flatten(menuTemplate(platform, true, (command) => chosen.push(command)));

  it('offers every command once', () => {
    for (const item of items) (item.click as (() => void) | undefined)?.();
    expect(chosen.toSorted()).toEqual([
      'archive:open',
      'composer:focus',
      'connection:toggle',
      'demo:start',
      'inspector:toggle',
      'keyring:open',
      'log:export',
      'log:find',
      'palette:open',
      'profile:import',
      'profile:new',
      'settings:open',
      'shortcuts:open',
      'sidebar:toggle',
      'statistics:toggle',
      'storage:open',
      'theme:contrast',
      'theme:dark',
      'theme:light',
      'theme:system',
      'tools:open',
    ]);
  });

  it('gives no shortcut twice, and a way to quit', () => {
    const shortcuts = items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
    expect(items.filter(({ role }) => role === 'quit')).toHaveLength(1);
  });
});
