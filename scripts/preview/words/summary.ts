import Table from "cli-table3";
import type { EnvironmentPreview, PreviewDocument } from "../document.ts";
import { tallyOf } from "./action-words.ts";
import { delta } from "./amount.ts";
import { findingCounts } from "./finding-counts.ts";
import { problemsOf } from "./notable.ts";
import { environmentsInOrder } from "./order.ts";

/** What a terminal shows of a preview: a line per environment, what keeps one from passing, and where the rest is. */
export function summaryOf(document: PreviewDocument, folder: string): string {
  const table = new Table({
    head: ["environment", "verdict", "risk", "changes", "findings", "cost a month"],
    style: { head: [], border: [] },
  });
  const environments = environmentsInOrder(document.environments);
  for (const environment of environments) {
    const { name, verdict, risk, findings, cost } = environment;
    const price = cost ? delta(cost.before, cost.after) : "not estimated";
    table.push([name, verdict, risk, tallyOf(environment), findingCounts(findings) || "none", price]);
  }
  return [table.toString(), ...environments.flatMap(obstacles), `Written to ${folder}.`].join("\n");
}

function obstacles({ name, problems, stacks, findings }: EnvironmentPreview): string[] {
  const blocking = findings.filter(({ severity, waived }) => severity === "block" && waived === undefined);
  return [
    ...problems.map((problem) => `${name}: ${problem}`),
    ...stacks.flatMap((stack) => problemsOf(stack).map((problem) => `${stack.name}: ${problem}`)),
    ...blocking.map(({ id, stack, address, what, remedy }) => `${stack}/${address}: ${id}. ${what} ${remedy}`),
  ];
}
