import { createContext } from 'svelte';
import type { Commands } from './commands.svelte.ts';
import type { Console } from './console.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

export const [getConsole, setConsole] = createContext<Console>();
export const [getToasts, setToasts] = createContext<Toasts>();
export const [getCommands, setCommands] = createContext<Commands>();
export const [getWorkbench, setWorkbench] = createContext<Workbench>();
