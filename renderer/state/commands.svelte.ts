import type { Snapshot } from '../../preload/contract/index.ts';

export interface Command {
  /** Stable; native menu items name it. */
  readonly id: string;
  readonly title: string;
  readonly group: 'Connection' | 'Tiles' | 'Tape' | 'Profiles' | 'View' | 'Help';
  /** `Mod` is Command on a Mac, Control elsewhere: `Mod+Shift+K`. */
  readonly shortcut?: string;
  /** A second key for the same, not shown in menus. */
  readonly alternative?: string;
  enabled?(): boolean;
  run(): void;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The one table of what can be commanded: the palette, menus and shortcuts read it. */
export class Commands {
  readonly all: readonly Command[];
  readonly #platform: () => Snapshot['platform'];

  constructor(all: readonly Command[], platform: () => Snapshot['platform']) {
    this.all = all;
    this.#platform = platform;
  }

  get(id: string): Command | undefined {
    return this.all.find((command) => command.id === id);
  }

  isEnabled(command: Command): boolean {
    return command.enabled?.() ?? true;
  }

  /** Runs a command unless it cannot be run now. */
  run(id: string): void {
    const command = this.get(id);
    if (command && this.isEnabled(command)) command.run();
  }

  /** The command whose shortcut was pressed. */
  pressed(event: Pressed): Command | undefined {
    const pressed = this.#name(event);
    return this.all.find((command) => command.shortcut === pressed || command.alternative === pressed);
  }

  /** A shortcut as it is written on this platform's keys. */
  words(shortcut: string): string {
    const mac = this.#platform() === 'mac';
    const names: Record<string, string> = mac
      ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' }
      : { Mod: 'Ctrl', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };
    return shortcut
      .split('+')
      .map((key) => names[key] ?? key)
      .join(mac ? '' : '+');
  }

  #name(event: Pressed): string {
    const mod = this.#platform() === 'mac' ? event.metaKey : event.ctrlKey;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    return [mod && 'Mod', event.altKey && 'Alt', event.shiftKey && key !== '?' && 'Shift', key]
      .filter(Boolean)
      .join('+');
  }
}
