import { expect, test } from './console.ts';

test('opens with its title and answers the first request', async ({ patchbay }) => {
  await expect(patchbay.page).toHaveTitle('Patchbay');
  await expect(patchbay.page.locator('#app')).not.toBeEmpty();
});

test('rule 1: the page has no part of Node or Electron', async ({ patchbay }) => {
  const found = await patchbay.page.evaluate(() =>
    ['process', 'require', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in window),
  );
  expect(found).toEqual([]);
});

test('rule 3: the bridge is request and on, and cannot be changed @window', async ({ patchbay }) => {
  const bridge = await patchbay.page.evaluate(() => {
    const exposed = Reflect.get(window, 'patchbay');
    return { keys: Object.keys(exposed).sort(), frozen: Object.isFrozen(exposed) };
  });
  expect(bridge).toEqual({ keys: ['on', 'request'], frozen: true });
});

test('rule 7: the policy refuses what injected markup would try', async ({ patchbay }) => {
  const { page } = patchbay;
  await expect(page.locator('#app')).not.toBeEmpty();
  patchbay.takeProblems();
  const done = await page.evaluate(async () => {
    const attempts: Record<string, () => unknown> = {
      markup: () => {
        document.body.innerHTML = '<img src=x onerror="document.title = \'taken\'">';
      },
      eval: () => Reflect.get(window, 'eval')('document.title = "taken"'),
      function: () => Reflect.construct(Function, ['document.title = "taken"'])(),
      fetch: () => fetch('https://example.com/'),
      socket: () =>
        new Promise((_resolve, reject) => {
          new WebSocket('wss://example.com/').onerror = reject;
        }),
      script: () => {
        const script = document.createElement('script');
        script.setAttribute('nonce', document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '');
        script.append('document.title = "taken"');
        document.head.append(script);
        if (document.title !== 'taken') throw new Error('did not run');
      },
    };
    // Later, because what the debugger evaluates is excused from the policy on eval.
    await new Promise((resolve) => setTimeout(resolve));
    const outcomes = Object.entries(attempts).map(async ([name, attempt]) => {
      try {
        await attempt();
        return [name, 'done'];
      } catch {
        return [name, 'refused'];
      }
    });
    return Object.fromEntries(await Promise.all(outcomes));
  });
  expect(done).toEqual({
    markup: 'refused',
    eval: 'refused',
    function: 'refused',
    fetch: 'refused',
    socket: 'refused',
    script: 'refused',
  });
  await expect(page).toHaveTitle('Patchbay');
  expect(patchbay.takeProblems().join('\n')).toContain('Content Security Policy');
});

test('rules 9 and 10: the window stays on its page and opens no other @window', async ({ patchbay }) => {
  const { page } = patchbay;
  const before = page.url();
  const opened = await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    document.body.append(link);
    link.click();
    location.href = 'https://example.com/';
    const second = window.open('https://example.com/');
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: new DataTransfer(), bubbles: true }));
    return second !== null;
  });
  // Asked of the page itself: Playwright waits for ever for the end of a navigation that was prevented.
  const title = await page.evaluate(() => document.title);
  expect({ opened, title, url: page.url() }).toEqual({ opened: false, title: 'Patchbay', url: before });
});
