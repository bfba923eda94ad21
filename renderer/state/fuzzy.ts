/**
 * How well a text holds the letters of a query in their order; null where it does not. Letters in a row and at the
 * beginnings of words count more, and of equal hits the shorter text.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = query.toLowerCase().replaceAll(' ', '');
  const held = text.toLowerCase();
  const whole = held.replaceAll(' ', '').indexOf(wanted);
  let score = whole === -1 ? 0 : wanted.length;
  let last = -1;
  for (const letter of wanted) {
    const at = held.indexOf(letter, last + 1);
    if (at === -1) return null;
    if (at === last + 1) score += 2;
    else if (held[at - 1] === ' ') score += 1;
    last = at;
  }
  return score - held.length / 1000;
}
