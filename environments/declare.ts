import type { z } from "zod";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { rule } from "../constructs/support/rule.ts";
import { type Environment, type EnvironmentInput, environmentShape } from "./environment.ts";
import { isPlain, merge, type Patch } from "./merge.ts";
import { describeIssues, fileOfPatch } from "./problems.ts";
import { environmentRules } from "./rules.ts";

/** What every environment shares; each environment's file completes it. */
export type EnvironmentBase = Patch<EnvironmentInput>;
export type EnvironmentPatch = Patch<EnvironmentInput> & Pick<EnvironmentInput, "name">;

const environmentConfig = environmentShape.check(...environmentRules.map((breaches) => rule(breaches)));

const declared = new WeakSet<object>();

/**
 * An environment: `patch` over `base`, checked as a whole and frozen. Throws one {@link ConfigurationError} that names
 * every problem with the file that wrote the value.
 */
export function declare(base: EnvironmentBase, patch: EnvironmentPatch): Environment {
  const merged = isPlain(patch) ? merge(base, patch) : patch;
  const result = environmentConfig.safeParse(merged);
  const issues = [...(result.error?.issues ?? []), ...prototypeKeys(merged)];
  if (result.success && issues.length === 0) {
    const environment = frozen(result.data);
    declared.add(environment);
    return environment;
  }
  const sources = {
    schema: environmentConfig,
    base: { file: "environments/base.ts", value: base },
    patch: { file: fileOfPatch(patch), value: patch },
    merged,
  };
  throw new ConfigurationError(describeIssues(issues, sources));
}

/** Whether a value is an environment that {@link declare} made. */
export function isDeclared(value: unknown): value is Environment {
  return typeof value === "object" && value !== null && declared.has(value);
}

/** Parsed values are copies, so that what freezes here is nobody else's; zod itself leaves defaults open. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

/** More than the shape has; a value that contains itself ends here. */
const deepest = 12;

/** zod skips the entry `__proto__` of a record in silence; here it is an unknown key like any other. */
function prototypeKeys(value: unknown, path: string[] = []): z.core.$ZodIssueUnrecognizedKeys[] {
  if (!isPlain(value) || path.length > deepest) return [];
  return Object.keys(value).flatMap((key) =>
    key === "__proto__"
      ? [{ code: "unrecognized_keys", keys: [key], path, message: "" } as const]
      : prototypeKeys(value[key], [...path, key]),
  );
}
