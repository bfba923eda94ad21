import type { Component, ComponentProps } from 'svelte';
import { expect } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import './app.css';
import './controls.css';
import type { FakeBridge } from './fake-bridge.fixture.ts';
import Stage from './Stage.fixture.svelte';
import { Console } from './state/console.svelte.ts';
import { Toasts } from './state/toasts.svelte.ts';

/** Renders a component in a window of its own, over a host in memory. */
export async function mountWith<Props extends Record<string, unknown>>(
  bridge: FakeBridge,
  component: Component<Props>,
  props: Props,
  size: { width: number; height: number } = { width: 1000, height: 600 },
) {
  await page.viewport(size.width, size.height);
  const console = new Console(bridge);
  await expect.poll(() => console.phase).toBe('ready');
  const toasts = new Toasts();
  const stage = { console, toasts, component, size };
  const rendered = await render(Stage, { ...stage, ...props } as unknown as ComponentProps<typeof Stage>);
  return { screen: rendered, console, toasts };
}
