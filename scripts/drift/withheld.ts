import { secretsIn } from "../preview/shown/rendered-secrets.ts";
import type { DriftedResource } from "./stack-drift.ts";
import type { Drift } from "./told.ts";

/**
 * The same without the attributes of a resource in which something looks like a credential. Redaction keeps such values out
 * already; what it lets through must not reach a log or an issue, and that something drifted must be told all the same.
 */
export function withheld(drift: Drift): Drift {
  const unsafe = drift.stacks.flatMap(({ stack, drifted }) =>
    drifted.filter(looksSecret).map(({ address }) => `${stack}: ${address}`),
  );
  return {
    ...drift,
    stacks: drift.stacks.map((stack) => ({
      ...stack,
      drifted: stack.drifted.map((resource) => (looksSecret(resource) ? { ...resource, attributes: [] } : resource)),
    })),
    notices: [
      ...drift.notices,
      ...unsafe.map(
        (place) =>
          `${place}: one of its attributes looks like a credential, so that none is shown. Look at it in the cloud itself.`,
      ),
    ],
  };
}

function looksSecret({ attributes }: DriftedResource): boolean {
  return secretsIn(JSON.stringify(attributes)).length > 0;
}
