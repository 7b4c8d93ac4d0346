import { looksSecret } from "../../../environments/secret-looking.ts";

/** Shorter runs of letters and digits are names, or the ends of names that the engine makes. Looked for only where one starts: a run of nineteen is not tried nineteen times. */
const shortestRun = /(?<![A-Za-z0-9])[A-Za-z0-9]{20,}/g;
/** Changes between small letters, capitals and digits, for each character: words joined to a name stay below a third. */
const restless = 0.4;
/** A digest that says that it is one, as the page's policy holds two. */
const digests = /sha256-[A-Za-z0-9+/]{43}=/g;
const longestDigest = 51;

/**
 * Lines of a rendered text that hold what looks like a credential, counted from one: a known shape, or letters and digits drawn
 * at random. Values are kept out of the document already: what is found here is a mistake of that, and nothing of the text may
 * leave the machine.
 */
export function secretsIn(text: string): number[] {
  // One look at the whole is far quicker than one at each line, and finds nothing nearly always.
  if (!holdsSecret(text)) return [];
  const lines = text.split("\n").flatMap((line, index) => (holdsSecret(line) ? [index + 1] : []));
  // A shape that goes over several lines belongs to none of them.
  return lines.length === 0 ? [1] : lines;
}

/** Where the rendered files hold what looks secret, each as `preview.json:12`. Empty if they may be shown. */
export function secretPlaces(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([name, text]) => secretsIn(text).map((line) => `${name}:${line}`));
}

function holdsSecret(text: string): boolean {
  if (looksSecret(text)) return true;
  for (const { 0: run, index } of text.matchAll(shortestRun))
    if (isRandom(run) && !isDigest(text, index, index + run.length)) return true;
  return false;
}

/** Whether what stands there is part of a digest. */
function isDigest(text: string, start: number, end: number): boolean {
  const from = Math.max(0, start - longestDigest);
  const around = text.slice(from, end + longestDigest);
  return [...around.matchAll(digests)].some(
    ({ 0: digest, index }) => from + index <= start && end <= from + index + digest.length,
  );
}

function isRandom(run: string): boolean {
  const kinds = [...run].map(kindOf);
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return new Set(kinds).size === 3 && changes / run.length > restless;
}

function kindOf(character: string): string {
  if (character >= "a") return "small";
  return character >= "A" ? "capital" : "digit";
}
