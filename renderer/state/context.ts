import { createContext } from 'svelte';
import type { Console } from './console.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

export const [getConsole, setConsole] = createContext<Console>();
export const [getToasts, setToasts] = createContext<Toasts>();
