import type { Page } from '@playwright/test';

export interface Watched {
  /** Milliseconds between frames, while it was watched. */
  frames: number[];
  /** Milliseconds from each press of a pointer or key to the frame that shows what came of it, in steps of 8. */
  interactions: number[];
}

/** Watches the page's frames and interactions until it is asked what it saw. */
export async function watchPage(page: Page): Promise<() => Promise<Watched>> {
  await page.evaluate(() => {
    const seen: Watched & { over: boolean } = { frames: [], interactions: [], over: false };
    let before = performance.now();
    const look = (now: number) => {
      seen.frames.push(now - before);
      before = now;
      if (!seen.over) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) {
        if (name === 'click' || name === 'keydown') seen.interactions.push(duration);
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    Object.assign(window, { seen });
  });
  return () =>
    page.evaluate(() => {
      const { seen } = window as unknown as { seen: Watched & { over: boolean } };
      seen.over = true;
      return { frames: seen.frames, interactions: seen.interactions };
    });
}

/**
 * When the log of the only tile counts all messages and the last row in sight is the last message: `Date.now()` in the
 * frame after. Rejects after so many milliseconds.
 */
export function untilShown(page: Page, count: number, patience = 120_000): Promise<number> {
  return page.evaluate(
    ([count, patience]) =>
      new Promise<number>((resolve, reject) => {
        const began = performance.now();
        let complete = false;
        const look = (now: number) => {
          // What was found in the frame before has been painted by now.
          if (complete) return resolve(Date.now());
          if (now - began > patience) return reject(new Error('Not all shown.'));
          complete = isComplete();
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);

        function isComplete(): boolean {
          const grid = document.querySelector('[role=grid][aria-label=Entries]');
          if (Number(grid?.getAttribute('aria-rowcount')) <= count) return false;
          const row = [...(grid?.querySelectorAll('[data-index]') ?? [])].at(-1);
          if (!grid || !row?.textContent.includes(`message ${count - 1} `)) return false;
          return row.getBoundingClientRect().bottom <= grid.getBoundingClientRect().bottom + 1;
        }
      }),
    [count, patience] as const,
  );
}
