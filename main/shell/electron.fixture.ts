import { EventEmitter } from 'node:events';

// Stands in for `electron` in unit tests: it records what it was told and does nothing.

type Handler = (...args: never[]) => unknown;

export class FakeContents extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  readonly sent: unknown[][] = [];
  readonly ipc = { handle: (channel: string, handler: Handler) => this.handlers.set(channel, handler) };
  windowOpenHandler: Handler | undefined;
  reloads = 0;
  setWindowOpenHandler(handler: Handler): void {
    this.windowOpenHandler = handler;
  }
  send(...message: unknown[]): void {
    this.sent.push(message);
  }
  isDestroyed(): boolean {
    return false;
  }
  reload(): void {
    this.reloads++;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.all;
  }
  readonly webContents = new FakeContents();
  readonly options: { webPreferences: Record<string, unknown> } & Record<string, unknown>;
  loaded: string | undefined;
  shown = false;
  bounds = { x: 10, y: 20, width: 900, height: 700 };
  constructor(options: BrowserWindow['options']) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded = url;
  }
  isDestroyed(): boolean {
    return false;
  }
  show(): void {
    this.shown = true;
  }
  maximize(): void {
    this.shown = true;
  }
  isMaximized(): boolean {
    return false;
  }
  getNormalBounds(): object {
    return this.bounds;
  }
}

class FakeApp extends EventEmitter {
  isPackaged = true;
  firstInstance = true;
  readonly calls: string[] = [];
  enableSandbox(): void {
    this.calls.push('enableSandbox');
  }
  setPath(name: string, path: string): void {
    this.calls.push(`setPath ${name} ${path}`);
  }
  getPath(): string {
    return '/data';
  }
  requestSingleInstanceLock(): boolean {
    this.calls.push('requestSingleInstanceLock');
    return this.firstInstance;
  }
  whenReady(): Promise<void> {
    this.calls.push('whenReady');
    return new Promise(() => {});
  }
  quit(): void {
    this.calls.push('quit');
  }
}

export const app = new FakeApp();
export const nativeTheme = { shouldUseDarkColors: false, themeSource: 'system' };
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] };
export const protocol = { registerSchemesAsPrivileged: () => app.calls.push('registerSchemesAsPrivileged') };
export const session = {};
export const safeStorage = {};
export const Menu = {};
export const contextBridge = { exposeInMainWorld: (_name: string, _api: unknown): void => {} };
export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: async (..._args: unknown[]): Promise<unknown> => undefined,
});

/** What the user presses, and what left the app because of it. */
export const dialog = { response: 0, showMessageBox: async () => ({ response: dialog.response }) };
export const opened: string[] = [];
export const shell = {
  openExternal: async (url: string) => {
    opened.push(url);
  },
};
