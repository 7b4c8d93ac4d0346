import type { Risk } from "../document.ts";

/** How each class of risk is called where a person reads it; the most dangerous last. */
export const riskWords = {
  R0: { name: "nothing", meaning: "nothing changes in the cloud" },
  R1: { name: "new", meaning: "something new, nothing that stands is touched" },
  R2: { name: "in place", meaning: "a change in place" },
  R3: { name: "access", meaning: "a change in place of who may do what, or of an encryption key" },
  R4: { name: "interruption", meaning: "something without data is replaced, or a running thing is interrupted" },
  R5: { name: "data", meaning: "data may be lost, or what protects it is loosened" },
} as const satisfies Record<Risk, { name: string; meaning: string }>;

export const risksAscending = Object.keys(riskWords) as readonly Risk[];

/** Below zero if `a` is the more dangerous. */
export function byRisk(a: Risk, b: Risk): number {
  return risksAscending.indexOf(b) - risksAscending.indexOf(a);
}

export function highestRisk(risks: Iterable<Risk>): Risk {
  return [...risks].sort(byRisk)[0] ?? "R0";
}
