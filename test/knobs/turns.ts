import { ConfigurationError } from "../../constructs/support/errors.ts";
import { declare, type EnvironmentPatch } from "../../environments/declare.ts";
import { type Environment, environmentShape } from "../../environments/environment.ts";
import { candidates, namesIn } from "./candidates.ts";
import { type Knob, knobsOf } from "./walk.ts";

export type Domain = "streaming" | "lake" | "warehouse" | "links" | "workers" | "jobs";

/** One knob turned to another value that the environment takes. */
export interface Turn {
  /** The knob's pattern, and of a list whether it grew: as expectations name it. */
  readonly name: string;
  readonly pattern: string;
  readonly environment: Environment;
}

export interface Turned {
  readonly patterns: readonly string[];
  readonly turns: readonly Turn[];
}

/**
 * Turns every knob of a domain, once for all of a pattern: the first of them that takes another value. `given` are patches of
 * the domain for patterns whose other values cannot be guessed, or must change together with others.
 */
export function turned(environment: Environment, domain: Domain, given: Readonly<Record<string, object>>): Turned {
  const knobs = knobsOf(environmentShape.shape[domain], environment[domain], [domain]);
  const patterns = [...new Set(knobs.map(({ pattern }) => pattern))];
  const names = namesIn(environment);
  const turns = patterns.flatMap((pattern): Turn[] => {
    const patch = given[pattern];
    const alike = knobs.filter((knob) => knob.pattern === pattern);
    if (patch === undefined) return turnsOf(environment, alike, names);
    return [{ name: pattern, pattern, environment: changed(environment, { [domain]: patch }) }];
  });
  return { patterns, turns };
}

function turnsOf(environment: Environment, alike: readonly Knob[], names: readonly string[]): Turn[] {
  const ways = new Map<string, Turn>();
  for (const knob of alike) {
    for (const [way, values] of Object.entries(candidates(knob, names))) {
      if (ways.has(way)) continue;
      const found = firstAccepted(environment, knob, values);
      const name = way === "other" ? knob.pattern : `${knob.pattern}, ${way}`;
      if (found) ways.set(way, { name, pattern: knob.pattern, environment: found });
    }
  }
  return [...ways.values()];
}

function firstAccepted(environment: Environment, knob: Knob, values: readonly unknown[]): Environment | undefined {
  for (const value of values) {
    try {
      return changed(environment, Object(knob.path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
    }
  }
  return undefined;
}

function changed(environment: Environment, patch: object): Environment {
  return declare(environment, { name: environment.name, ...patch } as EnvironmentPatch);
}
