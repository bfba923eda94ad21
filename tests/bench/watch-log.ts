import type { Page } from '@playwright/test';

export interface Watched {
  /** When the last message was on the screen. Milliseconds since 1970, as all times here. */
  ended: number;
  /** Every frame until then: when it began, and the milliseconds since the one before. */
  frames: { at: number; length: number }[];
}

/**
 * Looks at the log in every frame until it counts all messages and the last row in sight is the last message.
 * Rejects after two minutes.
 */
export function watchLog(page: Page, count: number): Promise<Watched> {
  return page.evaluate(
    (count) =>
      new Promise<Watched>((resolve, reject) => {
        const frames: Watched['frames'] = [];
        const origin = performance.timeOrigin;
        let complete = false;
        let before = performance.now();
        const look = (now: number) => {
          frames.push({ at: origin + now, length: now - before });
          before = now;
          // What was found in the frame before has been painted by now.
          if (complete) return resolve({ ended: Date.now(), frames });
          if (frames.length > 1 && now > 120_000 + (frames[0]?.at ?? 0) - origin)
            return reject(new Error('Not all shown.'));
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
    count,
  );
}
