/** Where two texts part, and where they come together again. */
export interface Difference {
  readonly head: string;
  readonly before: string;
  readonly after: string;
  readonly tail: string;
}

/** Numbers differ as a whole: that two of them end in zeros says nothing. */
export function difference(before: string, after: string): Difference {
  if (isNumber(before) || isNumber(after)) return { head: "", before, after, tail: "" };
  const a = [...before];
  const b = [...after];
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return {
    head: a.slice(0, head).join(""),
    before: a.slice(head, a.length - tail).join(""),
    after: b.slice(head, b.length - tail).join(""),
    tail: tail === 0 ? "" : a.slice(-tail).join(""),
  };
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
