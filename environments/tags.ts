import type { Environment } from "./environment.ts";

/** What every AWS resource is tagged with that takes tags; permissions tell environments apart by the first. */
export function defaultTags(name: string, tags: Environment["tags"]) {
  return [{ tags: tagsOf({ name, tags }) }];
}

/** The same for what others make in the environment's name: the nodes of jobs. */
export function tagsOf({ name, tags: { owner, costCenter } }: Pick<Environment, "name" | "tags">) {
  return { Environment: name, Platform: "data", Owner: owner, CostCenter: costCenter, Source: "plinth" };
}
