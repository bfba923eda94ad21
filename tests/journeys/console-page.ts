import { expect, type Locator, type Page } from '@playwright/test';

/** The tile of a profile. */
export function tileOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

export function logOf(tile: Locator): Locator {
  return tile.getByRole('grid', { name: 'Entries' });
}

/** Only what matches is in the log; the page holds few rows of a long one. */
export async function filterLog(tile: Locator, text: string): Promise<void> {
  await tile.getByRole('combobox', { name: 'Filter the log' }).fill(text);
}

/** Starts the demo and waits until all its servers run. */
export async function startDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try the demo' }).click();
  await expect(tileOf(page, 'Alice (demo)')).toBeVisible();
  await expect(page.getByRole('contentinfo').getByText('Starting the demo')).toBeHidden();
}

/** Connects a tile by hand. */
export async function connect(tile: Locator): Promise<void> {
  await tile.getByRole('button', { name: 'Connect', exact: true }).first().click();
}

/** Fills in the composer of a tile; an address given as a pattern is chosen from what the directory suggests. */
export async function compose(
  tile: Locator,
  text: { content: string; key?: string },
  addresses: { from: RegExp | string; to: RegExp | string },
): Promise<void> {
  await choose(tile, 'From', addresses.from);
  await choose(tile, 'To', addresses.to);
  await tile.getByRole('textbox', { name: 'Content' }).fill(text.content);
  if (text.key) await tile.getByRole('textbox', { name: 'Key' }).fill(text.key);
}

async function choose(tile: Locator, field: string, address: RegExp | string): Promise<void> {
  const box = tile.getByRole('combobox', { name: field, exact: true });
  if (typeof address === 'string') return box.fill(address);
  await expect.poll(() => suggestions(box)).toContainEqual(expect.stringMatching(address));
  await box.fill((await suggestions(box)).find((text) => address.test(text)) ?? '');
}

function suggestions(box: Locator): Promise<string[]> {
  return box.evaluate((input: HTMLInputElement) => [...(input.list?.options ?? [])].map(({ value }) => value));
}

export interface NewProfile {
  /** Title of its service. */
  service: string;
  name: string;
  /** Text fields by label. */
  fields: Record<string, string>;
  /** Choices by label. */
  choices?: Record<string, string>;
  /** Secrets stay over a restart. */
  kept?: boolean;
}

/** Begins a new profile of a service; its form. */
export async function newProfile(page: Page, service: string): Promise<Locator> {
  await page.getByRole('button', { name: 'New connection' }).click();
  const form = page.getByRole('dialog');
  const services = form.getByRole('list', { name: 'Services' }).getByRole('button');
  await services.filter({ has: page.getByText(service, { exact: true }) }).click();
  return form;
}

/** Adds a profile by its form and connects it. */
export async function addConnection(page: Page, profile: NewProfile): Promise<void> {
  await addProfile(page, profile, 'Save and connect');
}

/** Adds a profile by its form. */
export async function addProfile(page: Page, profile: NewProfile, button = 'Save'): Promise<void> {
  const { service, name, fields, choices, kept } = profile;
  const form = await newProfile(page, service);
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  for (const [label, value] of Object.entries(choices ?? {})) await (await fieldOf(form, label)).selectOption(value);
  await fillIn(form, fields);
  if (kept) await form.getByRole('radio', { name: /^Keep / }).check();
  await form.getByRole('button', { name: button, exact: true }).click();
  await expect(form).toBeHidden();
}

/** Chooses an action in the composer of a tile and fills in its text fields by label. */
export async function composeAction(tile: Locator, action: string, fields: Record<string, string>): Promise<void> {
  const composer = tile.getByRole('form', { name: /^Composer of/ });
  await composer.getByRole('combobox', { name: 'Action' }).selectOption(action);
  await fillIn(composer, fields);
}

/** Sends what is in the composer of a tile. */
export async function send(tile: Locator): Promise<void> {
  await tile.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Fills in text fields of a form by label. */
export async function fillIn(form: Locator, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await (await fieldOf(form, label)).fill(value);
}

/** A field of a form by its label; a section that is folded is opened first. */
async function fieldOf(form: Locator, label: string): Promise<Locator> {
  const control = form.page().locator('input, textarea, select, [contenteditable]');
  const field = form.getByLabel(label, { exact: true }).and(control);
  if (!(await field.isVisible()))
    await form
      .locator('details', { has: form.page().getByLabel(label, { exact: true }) })
      .locator('summary')
      .click();
  return field;
}
