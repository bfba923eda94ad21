import { createContext, getContext, setContext } from 'svelte';
import type { ProfileId } from '../../preload/contract/index.ts';
import type { Commands } from './commands.svelte.ts';
import type { Console } from './console.svelte.ts';
import type { OpenLogs } from './open-logs.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

export const [getConsole, setConsole] = createContext<Console>();
export const [getToasts, setToasts] = createContext<Toasts>();
export const [getOpenLogs, setOpenLogs] = createContext<OpenLogs>();
export const [getCommands, setCommands] = createContext<Commands>();
export const [getWorkbench, setWorkbench] = createContext<Workbench>();

const edited = Symbol('edited profile');
/** The profile whose settings are being edited; undefined where there is none. */
export const getEdited = (): ProfileId | undefined => getContext(edited);
export const setEdited = (profile: ProfileId): void => void setContext(edited, profile);
