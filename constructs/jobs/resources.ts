import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";

interface Resources {
  readonly memory: string;
  readonly cpu: string;
}

const units: Readonly<Record<keyof Resources, (quantity: string) => number>> = {
  memory: (quantity) => Number.parseInt(quantity, 10) * (quantity.endsWith("Gi") ? 1024 : 1),
  cpu: (quantity) => Number.parseFloat(quantity) / (quantity.endsWith("m") ? 1000 : 1),
};

/** CPUs, or MiB, of a quantity as configurations write it. */
export function amountOf(kind: keyof Resources, quantity: string): number {
  return units[kind](quantity);
}

/** Kubernetes refuses a pod that requests more than its limit (Kubernetes documentation, "Resource Management for Pods and Containers"). */
export function* resourceBreaches(config: { requests: Resources; limits: Resources }): Iterable<Breach> {
  yield* each(units, function* (amount, name) {
    const kind = name === "cpu" ? "cpu" : "memory";
    const limit = config.limits[kind];
    if (amount(config.requests[kind]) <= amount(limit)) return;
    yield {
      path: ["requests", kind],
      also: [["limits", kind]],
      rule: `it must not exceed the limit ${limit}`,
      remedy: `Use ${JSON.stringify(limit)} or less, or raise the limit`,
    };
  });
}
