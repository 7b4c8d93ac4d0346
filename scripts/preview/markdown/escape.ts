import { escapeUTF8 } from "entities";
import { clipped, plainText } from "../words/plain-text.ts";

/**
 * A code span that holds any text as it is (CommonMark 0.31 §6.1: a fence longer than every run of backticks within). GitHub
 * links and notifies nobody from inside code.
 */
export function code(text: string, limit = 120): string {
  const plain = clipped(plainText(text), limit).trim() || " ";
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = plain.startsWith("`") || plain.endsWith("`") ? " " : "";
  return `${fence}${padding}${plain}${padding}${fence}`;
}

/** Code in a cell of a table, where a bar would end the cell even within code (GFM §4.10). */
export function cellCode(text: string): string {
  return code(text.replaceAll("|", "¦"), 60);
}

/** Names in code; of many, the first ones. */
export function listed(names: readonly string[], limit = 12): string {
  const shown = names.slice(0, limit).map((name) => code(name));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

/** Code between HTML tags, where Markdown is not read. */
export function htmlCode(text: string): string {
  return `<code>${escapeUTF8(clipped(plainText(text), 120))}</code>`;
}

/** A word or a number of a sentence, with its punctuation; no commit's hash, which GitHub would link. */
const word = /^[("'“‘]*(?![a-f]{7,40}\b)(\p{L}[\p{L}\p{M}'’-]*|[\d.,]{1,6}%?)[.,;:!?)"'”’]*$/u;
const punctuation = /^([("'“‘.,;:!?)”’]*|[–—→-])$/u;
const around = /^(?<open>[("'“‘]*)(?<inside>.*?)(?<close>[.,;:!?)"'”’]*)$/su;

/**
 * A sentence in which what stands in backticks is code, and so is whatever is no plain word: names, addresses and values are
 * legible, and none of them is read as Markdown or HTML, notifies anyone or becomes a link.
 */
export function prose(text: string, limit = 500): string {
  const quoted = clipped(plainText(text), limit)
    .trim()
    .split(/`([^`]+)`/);
  const pieces = quoted.map((piece, index) => (index % 2 === 1 ? code(piece) : piece.split(" ").map(spoken).join(" ")));
  return pieces.reduce((said, piece) => {
    // Two spans without a space between them would be read as one.
    const touching = said.endsWith("`") && piece.startsWith("`");
    return touching ? `${said} ${piece}` : said + piece;
  }, "");
}

function spoken(token: string): string {
  if (word.test(token) || punctuation.test(token)) return token;
  const { open = "", inside = "", close = "" } = around.exec(token)?.groups ?? {};
  return inside ? `${open}${code(inside)}${close}` : code(token);
}
