import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";
import { definitionProblem } from "../schema-files.ts";

/** Amazon MSK developer guide, "Amazon MSK Express brokers": three zones, no fewer. */
export function* expressZones(env: Environment): Iterable<Breach> {
  const zones = env.network.zones.length;
  if (env.streaming.brokers.kind !== "express" || zones === 3) return;
  yield {
    path: ["streaming", "brokers", "kind"],
    also: [["network", "zones"]],
    rule: `Express brokers stand in 3 availability zones, and the network has ${zones}`,
    remedy: "Add a zone, or use standard brokers",
  };
}

/** A definition is read before anything is built: the registry would refuse it in the middle of a deploy. */
export function* schemaDefinitions(env: Environment): Iterable<Breach> {
  yield* each(env.streaming.topics, function* ({ schema }, name) {
    const problem = schema && definitionProblem(schema);
    if (!problem) return;
    yield {
      path: ["streaming", "topics", name, "schema", "definition"],
      also: [["streaming", "topics", name, "schema", "format"]],
      rule: problem,
      remedy: "Correct the file, or name another",
    };
  });
}
