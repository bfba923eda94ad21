import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../app.css';
import '../controls.css';
import App from '../App.svelte';
import { anEntryRow, aProfile, FakeBridge } from '../fake-bridge.fixture.ts';

const profiles = ['Ann', 'Ben', 'Cid'].map((name) => aProfile({ name }));

it('shows connections in one log, each row with its connection, and can be changed and closed', async () => {
  await page.viewport(1280, 700);
  const bridge = new FakeBridge({ profiles });
  bridge.rows = profiles.map(({ id }, index) => anEntryRow({ profile: id, preview: `Word ${index}` }));
  const screen = await render(App, { props: { bridge } });
  await userEvent.keyboard('{Control>}k{/Control}');
  await screen.getByRole('combobox').fill('all connections');
  await userEvent.keyboard('{Enter}');
  const tile = screen.getByRole('region', { name: 'All connections', exact: true });
  await expect.element(tile.getByRole('row', { name: /Ben.*Word 1/ })).toBeVisible();
  const cid = () => tile.getByRole('listitem').last().element().querySelector('.swatch')?.className;
  const colour = cid();
  const asked = () => bridge.inputs('journal:watch').at(-1)?.profiles;
  expect(asked()).toEqual(profiles.map(({ id }) => id));

  await tile.getByRole('button', { name: 'Choose connections' }).click();
  const form = screen.getByRole('dialog');
  await form.getByRole('checkbox').nth(0).click();
  await form.getByRole('checkbox', { name: /^Ben/ }).click();
  await form.getByRole('button', { name: 'Change' }).click();
  await expect.poll(asked).toEqual([profiles[0]?.id, profiles[2]?.id]);
  await expect.poll(() => tile.getByRole('listitem').elements().length).toBe(2);
  expect(cid()).toBe(colour);
  await tile.getByRole('button', { name: /^Close the tile/ }).click();
  await expect.poll(() => tile.query()).toBeNull();
});
