import leven from "leven";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { environmentNames } from "../../environments/catalog.ts";
import { stackNames } from "../../environments/layers.ts";

/** Stacks of one environment, in deploy order. */
export interface Target {
  readonly environment: string;
  readonly stacks: readonly string[];
}

/** `prod` means all stacks of prod, `prod-data` that one. Environments keep the order in which they were named. */
export function targetsOf(words: readonly string[]): Target[] {
  const chosen = new Map<string, Set<string>>();
  for (const word of words) {
    const { environment, stacks } = targetOf(word);
    const all = chosen.get(environment) ?? new Set<string>();
    for (const stack of stacks) all.add(stack);
    chosen.set(environment, all);
  }
  return [...chosen].map(([environment, stacks]) => ({
    environment,
    stacks: stackNames(environment).filter((stack) => stacks.has(stack)),
  }));
}

function targetOf(word: string): Target {
  const names = environmentNames();
  if (names.includes(word)) return { environment: word, stacks: stackNames(word) };
  const environment = names.find((name) => stackNames(name).includes(word));
  if (environment) return { environment, stacks: [word] };
  const known = names.flatMap((name) => [name, ...stackNames(name)]);
  const near = known.map((name) => ({ name, far: leven(word, name) })).sort((a, b) => a.far - b.far)[0];
  const hint = near && near.far <= 3 ? `Did you mean ${near.name}?` : "";
  throw new ConfigurationError([
    `cdktf: the target is ${word}; it must be an environment (${names.join(", ")}) or one of its stacks. ${hint || "Name one of them, or add its file to environments/."}`,
  ]);
}
