/**
 * Text that shows all that it holds: line breaks as spaces; what is invisible, reorders text (Trojan Source, CVE-2021-42574)
 * or is half a character by its number.
 */
export function plainText(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** At most `limit` characters; what is cut is cut in the middle, as addresses differ at both ends. */
export function clipped(text: string, limit: number): string {
  const characters = [...text];
  if (characters.length <= limit) return text;
  const head = Math.ceil((limit - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (limit - 1 - head)).join("")}`;
}
