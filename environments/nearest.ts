import leven from "leven";

/** The candidate that a slip of the fingers turns into `word`, if there is one. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: leven(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= 2 && distance <= candidate.length / 2)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}
