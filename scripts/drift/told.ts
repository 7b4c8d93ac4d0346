import type { AttributeChange } from "../preview/document.ts";
import type { StackDrift } from "./stack-drift.ts";

export interface Drift {
  readonly environment: string;
  readonly stacks: readonly StackDrift[];
  /** Declared expectations that somebody should look at. */
  readonly notices: readonly string[];
}

/** What a terminal shows of it. */
export function toldDrift({ environment, stacks, notices }: Drift): string {
  const count = stacks.reduce((sum, { drifted }) => sum + drifted.length, 0);
  const expected = stacks.reduce((sum, stack) => sum + stack.expected.length, 0);
  return [
    ...stacks.filter(({ deployed }) => !deployed).map(({ stack }) => `${stack}: not deployed`),
    ...stacks.flatMap(({ stack, drifted }) =>
      drifted.flatMap(({ address, what, attributes }) => [
        `${stack}: ${address} was ${what}`,
        ...attributes.map((attribute) => `    ${attributeLine(attribute)}`),
      ]),
    ),
    ...notices,
    `${environment}: ${count === 0 ? "nothing was" : `${count} ${count === 1 ? "resource was" : "resources were"}`} changed outside of Terraform${expected > 0 ? `; ${expected} changed as expected` : ""}.`,
  ].join("\n");
}

function attributeLine({ path, change, before, after, hidden }: AttributeChange): string {
  if (hidden !== undefined) return `${path} (${change})`;
  return `${path}: ${before ?? "nothing"} → ${after ?? "nothing"}`;
}
