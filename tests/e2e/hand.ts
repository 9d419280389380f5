/** Somebody at a browser, who writes numbered words, and what was on their screen each time it said "Saved". */
import { expect, type Page } from '@playwright/test';
import { fieldAt } from './fixtures.ts';

/** Words that nobody else writes: `amina007`. */
export function tokensIn(text: string): string[] {
  return [...new Set(text.match(/\b[a-z]{2,6}\d{3}\b/g) ?? [])].sort();
}

export class Hand {
  /** Every word that was in a field on this person's screen while the screen said "Saved". */
  readonly shownSaved = new Set<string>();
  readonly written: string[] = [];
  page: Page;
  readonly #name: string;

  private constructor(name: string, page: Page) {
    this.#name = name;
    this.page = page;
  }

  static async of(name: string, page: Page): Promise<Hand> {
    const hand = new Hand(name, page);
    const context = page.context();
    await context.exposeFunction('ginnelSavedShown', (text: string) => {
      for (const word of tokensIn(text)) hand.shownSaved.add(word);
    });
    // Looks in the same task in which the page changes its word, before anything else can be typed.
    await context.addInitScript(() => {
      const look = (): void => {
        if (document.querySelector('[data-save="saved"]') === null) return;
        const fields = [...document.querySelectorAll<HTMLElement>('textarea, [contenteditable]')];
        const text = fields.map((field) => (field instanceof HTMLTextAreaElement ? field.value : (field.textContent ?? ''))).join('\n');
        (globalThis as unknown as { ginnelSavedShown: (text: string) => void }).ginnelSavedShown(text);
      };
      new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-save'] });
    });
    return hand;
  }

  /** Puts the caret into a field: at its end, at its beginning, or a few letters behind that. */
  async goTo(path: string, at: 'end' | 'start' | 'inside' = 'end'): Promise<void> {
    await fieldAt(this.page, path).click();
    await this.page.keyboard.press(at === 'end' ? 'Control+End' : 'Control+Home');
    if (at === 'inside') for (let i = 0; i < 6; i++) await this.page.keyboard.press('ArrowRight');
  }

  /** Writes so many words where the caret is. */
  async write(words: number): Promise<void> {
    for (let i = 0; i < words; i++) {
      const word = `${this.#name}${String(this.written.length + 1).padStart(3, '0')}`;
      this.written.push(word);
      await this.page.keyboard.type(` ${word} `);
    }
  }

  async text(path: string): Promise<string> {
    const field = fieldAt(this.page, path);
    return field.evaluate((element) => {
      if (element instanceof HTMLTextAreaElement) return element.value;
      const words = element.cloneNode(true) as HTMLElement;
      // Others' carets stand between the words with their names.
      for (const caret of words.querySelectorAll('.ProseMirror-widget, .ProseMirror-separator')) caret.remove();
      return [...words.children].map((block) => block.textContent).join('\n');
    });
  }

  async expectTokens(path: string, tokens: readonly string[]): Promise<void> {
    await expect.poll(async () => tokensIn(await this.text(path)), { timeout: 20_000 }).toEqual([...tokens].sort());
  }
}
