import { beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Measurement } from '../../preload/contract/index.ts';
import { aProfile, FakeBridge } from '../fake-bridge.fixture.ts';
import { mountWith } from '../mount.fixture.ts';
import Statistics from './Statistics.svelte';

const profile = aProfile({ name: 'Alice' });
const until = Math.floor(Date.now() / 1000) * 1000;

/** The seconds before `until`, the oldest first: messages in each. */
function aMeasurement(messages: number[], end = until): Measurement {
  const seconds = messages.map((count, index) => ({
    at: end - (messages.length - index) * 1000,
    in: count,
    out: 1,
    bytesIn: count * 100,
    bytesOut: 10,
    slowest: index % 2 === 0 ? count : null,
  }));
  const roundTrips = ([1, 5, 15, 60] as const).map((minutes) => {
    return { minutes, count: 10 * minutes, p50: minutes, p95: 20 * minutes, p99: 100 * minutes };
  });
  const totals = { since: until - 60_000, in: 1234, out: 5, bytesIn: 9000, bytesOut: 50, unanswered: 2, reconnects: 1 };
  return { until: end, seconds, roundTrips, totals };
}

let bridge: FakeBridge;
beforeEach(() => {
  bridge = new FakeBridge({ profiles: [profile] });
  bridge.answer('statistics:watch', () => aMeasurement([10, 20, 500, 30]));
});

async function mount(size = { width: 900, height: 360 }) {
  const ongo = vi.fn();
  const mounted = await mountWith(bridge, Statistics, { profile, ongo }, size);
  const chart = mounted.screen.getByRole('slider');
  return { ...mounted, ongo, chart };
}

describe('Statistics', () => {
  it('tell rates, round trips of the chosen span, and totals', async () => {
    const { screen } = await mount();
    const region = screen.getByRole('region', { name: 'Statistics of Alice' });
    await expect.element(region).toMatchTextContent('56 in, 0.4 out');
    await expect.element(region).toMatchTextContent('5 ms, 100 ms, 500 ms');
    await expect.element(region).toMatchTextContent('1,234 in, 5 out');
    await screen.getByText('15 min').click();
    await expect.element(region).toMatchTextContent('15 ms, 300 ms, 1.50 s');
  });

  it('go on with each second that is told of this profile', async () => {
    const { screen, chart } = await mount();
    await expect.element(chart).toHaveAttribute('aria-valuetext', expect.stringContaining('30 in, 1 out'));
    bridge.emit('statistics:measured', { profile: crypto.randomUUID(), ...aMeasurement([9999], until + 1000) });
    bridge.emit('statistics:measured', { profile: profile.id, ...aMeasurement([77], until + 1000) });
    await expect.element(chart).toHaveAttribute('aria-valuetext', expect.stringContaining('77 in, 1 out'));
    screen.unmount();
    expect(bridge.inputs('statistics:unwatch')).toEqual([{ profile: profile.id }]);
  });

  it('lead to a time by keyboard', async () => {
    const { chart, ongo } = await mount();
    await expect.element(chart).toBeVisible();
    (chart.element() as HTMLElement).focus();
    await userEvent.keyboard('{End}{ArrowLeft}');
    await expect.element(chart).toHaveAttribute('aria-valuetext', expect.stringContaining('500 in'));
    await userEvent.keyboard('{Enter}');
    expect(ongo).toHaveBeenCalledWith(until - 2000);
  });

  it('lead to a time by a click on the chart', async () => {
    const { screen, chart, ongo } = await mount();
    await screen.getByText('1 min').click();
    await expect.poll(() => chart.element().querySelector('.u-over')?.clientWidth ?? 0).toBeGreaterThan(300);
    await chart.click();
    expect(ongo).toHaveBeenCalledOnce();
    const middle = until - 30_000;
    expect(Math.abs(ongo.mock.calls[0]?.[0] - middle)).toBeLessThan(8000);
  });

  it('draw bytes and round trips, and paint anew in another theme', async () => {
    const { screen, chart } = await mount();
    await screen.getByText('Bytes', { exact: true }).click();
    await expect.element(chart).toHaveAttribute('aria-valuetext', expect.stringContaining('3.0 kB in, 10 B out'));
    await screen.getByText('Round trips', { exact: true }).click();
    await expect.element(chart).toHaveAttribute('aria-valuetext', expect.stringContaining('no round trip'));
    const picture = () => chart.element().querySelector('canvas')?.toDataURL();
    document.documentElement.dataset.theme = 'light';
    await expect.poll(picture).toBeTruthy();
    const light = picture();
    document.documentElement.dataset.theme = 'dark';
    await expect.poll(() => picture() === light).toBe(false);
    delete document.documentElement.dataset.theme;
  });

  it('say that there is nothing yet', async () => {
    bridge.answer('statistics:watch', () => aMeasurement([]));
    const { screen } = await mount();
    await expect.element(screen.getByText(/No message has passed/)).toBeVisible();
  });
});
