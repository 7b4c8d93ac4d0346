import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";
import { looksSecret } from "../secret-looking.ts";

/** An environment is read by everyone and ends up in state and plans; it holds names of secrets, never their values. */
export function secretTexts(env: Environment): Iterable<Breach> {
  return textsOf(env, []);
}

function* textsOf(value: unknown, path: (string | number)[]): Iterable<Breach> {
  if (typeof value === "string" && looksSecret(value)) {
    yield {
      path,
      rule: "an environment must hold no secret, only names of secrets",
      remedy: "Remove it, change the secret wherever it is used, and fill it out of band",
    };
  }
  if (typeof value !== "object" || value === null) return;
  yield* each(value as Readonly<Record<string, unknown>>, (inner, key) => textsOf(inner, [...path, key]));
}
