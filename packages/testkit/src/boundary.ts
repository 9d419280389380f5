/** The nearest place at or before `at` that does not split a surrogate pair: editors never put a caret elsewhere, and Yjs replaces a split pair by U+FFFD. */
export function boundary(words: string, at: number): number {
  const unit = words.charCodeAt(at);
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
