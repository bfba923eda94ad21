import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 250);
  return () => clearInterval(timer);
});

/** Milliseconds since 1970; whoever reads it in an effect is told four times a second, and only as long as it reads. */
export function now(): number {
  subscribe();
  return Date.now();
}
