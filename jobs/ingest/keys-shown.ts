/** Keys that a report tells of: how many, and the first of them, for there may be millions. */
export class KeysShown {
  #count = 0;
  readonly #first: string[] = [];

  add(key: string): void {
    this.#count += 1;
    if (this.#first.length < mostShown) this.#first.push(key);
  }

  get count(): number {
    return this.#count;
  }

  get first(): readonly string[] {
    return this.#first;
  }
}

const mostShown = 10;
