/** Somebody at a browser, who writes numbered words, and what was on their screen each time it said "Saved". */
import { expect, type Page } from '@playwright/test';
import { fieldAt, saveState } from './fixtures.ts';

/** Words that nobody else writes: `amina007`. */
export function tokensIn(text: string): string[] {
  return [...new Set(text.match(/\b[a-z]{2,6}\d{3,}\b/g) ?? [])].sort();
}

export class Hand {
  /** Every word of theirs that stood in a field on their screen while the screen said "Saved". */
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
      for (const word of tokensIn(text)) if (hand.written.includes(word)) hand.shownSaved.add(word);
    });
    // Looks when the page has done all that belongs to a change, as a screen does, and before anything else can be typed.
    await context.addInitScript(() => {
      let isDue = false;
      const look = (): void => {
        isDue = false;
        if (document.querySelector('[data-save="saved"]') === null) return;
        const fields = [...document.querySelectorAll<HTMLElement>('textarea, [contenteditable]')];
        const text = fields.map((field) => (field instanceof HTMLTextAreaElement ? field.value : (field.textContent ?? ''))).join('\n');
        (globalThis as unknown as { ginnelSavedShown: (text: string) => void }).ginnelSavedShown(text);
      };
      const lookSoon = (): void => {
        if (!isDue) setTimeout(look);
        isDue = true;
      };
      new MutationObserver(lookSoon).observe(document, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ['data-save'],
      });
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
  async write(words: number, { pauseMs = 0 } = {}): Promise<void> {
    for (let i = 0; i < words; i++) {
      const word = `${this.#name}${String(this.written.length + 1).padStart(3, '0')}`;
      this.written.push(word);
      await this.page.keyboard.type(` ${word} `, { delay: pauseMs });
    }
  }

  /** Writes until the screen has said "Saved" or "Kept on this device" after each word, and ends with the first one that is kept. */
  async writeUntilKept(): Promise<void> {
    const kept = saveState(this.page, 'kept');
    do {
      await this.write(1);
      await expect(saveState(this.page, 'saved').or(kept)).toBeVisible();
    } while (!(await kept.isVisible()));
  }

  /** Writes on, at the pace of quick fingers and whatever the screen says, until that is over. */
  async writeUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.write(1, { pauseMs: 20 });
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
    await expect.poll(async () => tokensIn(await this.text(path))).toEqual([...tokens].sort());
  }
}
