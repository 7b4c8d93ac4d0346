import picomatch from "picomatch";
import type { ExpectedDrift } from "../../environments/expected-drift.ts";

interface Expectation extends ExpectedDrift {
  readonly matches: (place: string) => boolean;
  readonly matchesStack: (stack: string) => boolean;
}

/** What is expected to change outside of Terraform, and whether anything is there that it is about. */
export class Expectations {
  private readonly inForce: readonly Expectation[];
  private readonly expired: readonly ExpectedDrift[];
  private readonly looked = new Set<Expectation>();
  private readonly met = new Set<Expectation>();

  /** @param today as `2026-11-21` */
  constructor(declared: readonly ExpectedDrift[], today: string) {
    this.expired = declared.filter(({ expires }) => expires < today);
    this.inForce = declared
      .filter(({ expires }) => expires >= today)
      .map((expectation) => {
        const { address } = expectation;
        // Instances are written in brackets, which a glob would take for a set of characters.
        const glob = picomatch(address, { nobracket: true });
        return { ...expectation, matches: glob, matchesStack: picomatch(address.split("/")[0] ?? "") };
      });
  }

  /** Told which resources a stack has. */
  meet(stack: string, addresses: readonly string[]): void {
    for (const expectation of this.inForce) {
      if (!expectation.matchesStack(stack)) continue;
      this.looked.add(expectation);
      if (addresses.some((address) => expectation.matches(`${stack}/${address}`))) this.met.add(expectation);
    }
  }

  /** Whether an attribute may change; `name` is its path without indexes. */
  covers(stack: string, address: string, name: string): boolean {
    return this.inForce.some(
      ({ matches, attributes }) =>
        matches(`${stack}/${address}`) && attributes.some((path) => name === path || name.startsWith(`${path}.`)),
    );
  }

  /** Expectations that somebody should look at. */
  notices(): string[] {
    const file = "environments/expected-drift.ts";
    const unmet = this.inForce.filter((expectation) => this.looked.has(expectation) && !this.met.has(expectation));
    return [
      ...this.expired.map(
        ({ address, expires }) =>
          `${file}: the expectation of ${address} expired on ${expires}, and what it covers counts as drift again. Renew it or remove it.`,
      ),
      ...unmet.map(
        ({ address }) =>
          `${file}: the expectation of ${address} is about nothing that is deployed here. Correct it or remove it.`,
      ),
    ];
  }
}
