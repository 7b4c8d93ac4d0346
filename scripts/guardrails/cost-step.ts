import type { Cost, Finding } from "../preview/document.ts";

/** `cost-step`: the month costs more than the environment's limit allows it to grow by. The limit is in the cost's currency, a month. */
export function costStep(environment: string, cost: Cost, limit: number): Finding[] {
  const step = cents(cost.after) - cents(cost.before);
  if (step <= cents(limit)) return [];
  return [
    {
      id: "cost-step",
      risk: "R2",
      severity: "block",
      stack: environment,
      address: "cost",
      what: `A month costs ${dollars(step)} ${cost.currency} more than before; the limit is ${dollars(cents(limit))}.`,
      why: "The bill grows in a step that nobody has agreed to.",
      remedy: "Take a smaller size, or raise the environment's limit with whoever pays.",
    },
  ];
}

/** Sums of dollars in floating point are off by a cent where nobody looks for it. */
function cents(dollars: number): number {
  return Math.round(dollars * 100);
}

function dollars(cents: number): string {
  const digits = cents % 100 === 0 ? 0 : 2;
  return (cents / 100).toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
