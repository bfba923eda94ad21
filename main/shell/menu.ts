import type { MenuItemConstructorOptions } from 'electron';

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/**
 * The native menus. Items of ours send the id of one of the interface's commands through `choose`; the rest are roles
 * that Electron fulfils. Developer tools and reloading are only there while developing.
 */
export function menuTemplate(platform: NodeJS.Platform, packaged: boolean, choose: (command: string) => void): Item[] {
  const command = (label: string, id: string, accelerator?: string): Item => ({
    label,
    click: () => choose(id),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const mac = platform === 'darwin';
  const settings = command('Settings…', 'settings:open', 'CmdOrCtrl+,');
  return [
    ...(mac ? [appMenu(settings)] : []),
    fileMenu(command, mac ? [{ role: 'close' }] : [settings, line, { role: 'quit' }]),
    editMenu(command),
    viewMenu(command, packaged),
    connectionMenu(command),
    { role: 'windowMenu' },
    helpMenu(command, mac),
  ];
}

type Command = (label: string, id: string, accelerator?: string) => Item;

function appMenu(settings: Item): Item {
  const roles: Item[] = [{ role: 'services' }, line, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }];
  return { role: 'appMenu', submenu: [{ role: 'about' }, line, settings, line, ...roles, line, { role: 'quit' }] };
}

function fileMenu(command: Command, end: Item[]): Item {
  return {
    label: '&File',
    submenu: [
      command('New profile…', 'profile:new', 'CmdOrCtrl+N'),
      command('Import profiles…', 'profile:import', 'CmdOrCtrl+O'),
      line,
      command('Open a log file…', 'archive:open', 'CmdOrCtrl+Shift+O'),
      command('Export the log…', 'log:export', 'CmdOrCtrl+Shift+E'),
      line,
      command('Try the demo', 'demo:start'),
      line,
      ...end,
    ],
  };
}

function editMenu(command: Command): Item {
  const roles: Item[] = [
    { role: 'undo' },
    { role: 'redo' },
    line,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
  ];
  const find = command('Find in log', 'log:find', 'CmdOrCtrl+F');
  return { label: '&Edit', submenu: [...roles, { role: 'selectAll' }, line, find] };
}

function viewMenu(command: Command, packaged: boolean): Item {
  const developing: Item[] = [line, { role: 'reload' }, { role: 'toggleDevTools' }];
  return {
    label: '&View',
    submenu: [
      command('Commands…', 'palette:open', 'CmdOrCtrl+K'),
      line,
      command('Sidebar', 'sidebar:toggle', 'CmdOrCtrl+B'),
      command('Inspector', 'inspector:toggle', 'CmdOrCtrl+I'),
      command('Statistics', 'statistics:toggle'),
      command('Storage…', 'storage:open'),
      line,
      {
        label: 'Theme',
        submenu: [
          command('As the system', 'theme:system'),
          command('Light', 'theme:light'),
          command('Dark', 'theme:dark'),
          command('High contrast', 'theme:contrast'),
        ],
      },
      line,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(packaged ? [] : developing),
    ],
  };
}

function connectionMenu(command: Command): Item {
  return {
    label: '&Connection',
    submenu: [
      command('Connect or disconnect', 'connection:toggle', 'CmdOrCtrl+Shift+C'),
      command('Write a message', 'composer:focus', 'CmdOrCtrl+M'),
      line,
      command('Keyring…', 'keyring:open', 'CmdOrCtrl+Shift+K'),
      command('Workbench…', 'tools:open', 'CmdOrCtrl+J'),
    ],
  };
}

function helpMenu(command: Command, mac: boolean): Item {
  return {
    role: 'help',
    submenu: [
      command('Keyboard shortcuts', 'shortcuts:open', 'CmdOrCtrl+/'),
      ...(mac ? [] : [{ role: 'about' } as Item]),
    ],
  };
}
