/** Rules that are told apart; the lines that break others are counted together. */
const mostRules = 50;
const others = "other rules";

export interface BrokenRule {
  readonly rule: string;
  readonly lines: number;
  /** The first line that broke it. */
  readonly first: { readonly file: string; readonly line: number };
}

/** How often each rule was broken, without any value of an event: for logs and reports. */
export class Tally {
  readonly #rules = new Map<string, BrokenRule>();

  add(rule: string, file: string, line: number): void {
    const name = this.#rules.has(rule) || this.#rules.size < mostRules ? rule : others;
    const known = this.#rules.get(name);
    this.#rules.set(name, { rule: name, lines: (known?.lines ?? 0) + 1, first: known?.first ?? { file, line } });
  }

  merge(other: Tally): void {
    for (const { rule, lines, first } of other.rules()) {
      const known = this.#rules.get(rule);
      this.#rules.set(rule, { rule, lines: (known?.lines ?? 0) + lines, first: known?.first ?? first });
    }
  }

  /** The most broken first. */
  rules(): readonly BrokenRule[] {
    return [...this.#rules.values()].sort((a, b) => b.lines - a.lines);
  }
}
