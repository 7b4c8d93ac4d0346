import { looksSecret } from "../../../environments/secret-looking.ts";

/** A shorter run says nothing of how it was drawn. */
const shortestRun = 16;
/**
 * Share of neighboring characters that change between capitals, small letters and digits. In names it is words that change,
 * far below a fifth; of characters drawn at random, three fifths.
 */
const randomChanges = 0.3;

/** Whether a text that is declared harmless looks like a credential all the same: a known shape, or a run of random characters. */
export function secretShaped(text: string): boolean {
  if (text.length >= shortestRun && (text.match(/[A-Za-z0-9+/=_-]{16,}/g) ?? []).some(isRandom)) return true;
  return looksSecret(text);
}

function isRandom(run: string): boolean {
  // Hexadecimal of 96 bits and more, a UUID's hyphens aside: a key, a token or a digest, which nobody reads.
  if (/[0-9a-f]{24,}/i.test(run.replaceAll("-", "")) && /\d/.test(run)) return true;
  return changes(run) >= randomChanges;
}

function changes(run: string): number {
  let pairs = 0;
  let changed = 0;
  for (let index = 1; index < run.length; index += 1) {
    const [one, other] = [kind(run.charCodeAt(index - 1)), kind(run.charCodeAt(index))];
    if (one === undefined || other === undefined) continue;
    pairs += 1;
    if (one !== other) changed += 1;
  }
  return pairs === 0 ? 0 : changed / pairs;
}

/** Capital, small letter or digit; none for what joins words. */
function kind(code: number): "digit" | "capital" | "small" | undefined {
  if (code >= 48 && code <= 57) return "digit";
  if (code >= 65 && code <= 90) return "capital";
  return code >= 97 && code <= 122 ? "small" : undefined;
}
