// A headless Chromium, and what the checks of the explorer need of it.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { GATEWAY } from '../ao.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const PICTURES = process.env.PICTURES ?? 'pictures';

/** How long something may take that is live; two loaded cores take five times as long as a desk. */
export const PATIENCE = Number(process.env.PATIENCE ?? 20_000);

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export class Browser {
  /** Whatever any page asked of another origin, said of its policy, or failed with. */
  foreign = [];
  complaints = [];

  static async start() {
    const browser = new Browser();
    mkdirSync(PICTURES, { recursive: true });
    browser.chromium = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: QUIET,
    });
    return browser;
  }

  /** A page of a reader whom nothing connects with the others. */
  async reader({ width = 1280, height = 900, scheme = 'light' } = {}) {
    const context = await this.chromium.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== GATEWAY && protocol !== 'blob:') this.foreign.push(request.url());
    });
    page.on('console', (said) => {
      if (/Content Security Policy|TrustedHTML/i.test(said.text())) this.complaints.push(said.text());
    });
    page.on('pageerror', (failure) => this.complaints.push(String(failure.stack ?? failure)));
    page.on('dialog', (dialog) => {
      this.complaints.push(`a dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    return page;
  }

  close() {
    return this.chromium.close();
  }
}

/** An address of the explorer. */
export const at = (place = '') => `${GATEWAY}/explorer/#/${place}`;

export async function show(page, place) {
  await page.goto(at(place));
  await page.locator('main h1').waitFor();
}

export const picture = (page, name) => page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });

/** A picture for the documents: of the page's upper part. */
export async function pictured(page, name, height) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 1280, height });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: `${PICTURES}/documents/${name}.png`, animations: 'disabled' });
  await page.setViewportSize(before);
}

/** The texts of all elements, in order. */
export const texts = (page, selector) => page.locator(selector).allInnerTexts();

export async function sees(page, text) {
  await page.locator('main', { hasText: text }).waitFor();
}

/** Serious faults as axe finds them, in a sentence each. */
export async function faults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' … ')}`);
}

/** A refusal as the gateway gives it. */
export const refusal = (status, code, error = 'as the test says') => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify({ error, code }),
});

export async function choose(page, file) {
  await page.locator('.who button').click();
  await page.locator('dialog input[type=file]').setInputFiles(file);
  await page.locator('.who-am').waitFor();
}

export { assert };
