import type { Finding } from "../document.ts";
import { type RuleGroup, rulesInOrder } from "../words/order.ts";
import type { Block, Line } from "./budget.ts";
import { code, prose } from "./escape.ts";
import { priorities } from "./priorities.ts";

/** What keeps the environment from passing. */
export function blockedBlock(findings: readonly Finding[]): Block {
  const blocked = findings.filter(({ severity, waived }) => severity === "block" && !waived);
  return { head: "\n**Blocked**\n\n", foot: "", parts: rulesOf(blocked, priorities.blocked) };
}

export function warningsBlock(findings: readonly Finding[]): Block {
  const warnings = findings.filter(({ severity, waived }) => severity === "warn" && !waived);
  return { head: "\n**Warnings**\n\n", foot: "", parts: rulesOf(warnings, priorities.warnings) };
}

export function waivedBlock(findings: readonly Finding[]): Block {
  const parts = findings.flatMap(({ id, risk, stack, address, waived }): Line[] => {
    if (!waived) return [];
    const { reason, owner, expires } = waived;
    const text = `- **${risk}** ${code(id)} ${code(stack)} ${code(address)}: ${prose(reason)} Owner ${code(owner)}, until ${expires}.`;
    return [{ text, priority: priorities.waived, findings: 1 }];
  });
  const head = `\n<details>\n<summary>${parts.length} waived</summary>\n\n`;
  return { head, foot: "\n</details>\n", parts };
}

export function notesBlock(findings: readonly Finding[]): Block {
  const notes = findings.filter(({ severity, waived }) => severity === "note" && !waived);
  const head = `\n<details>\n<summary>${notes.length === 1 ? "1 note" : `${notes.length} notes`}</summary>\n\n`;
  return { head, foot: "\n</details>\n", parts: rulesOf(notes, priorities.asides) };
}

/** A rule says once why it is one, and what to do; then each of its findings says what happens where. */
function rulesOf(findings: readonly Finding[], priority: number): Block[] {
  return rulesInOrder(findings).map((rule) => ({ head: headOf(rule), foot: "", parts: whats(rule, priority) }));
}

function headOf({ id, risk, why, remedy }: RuleGroup): string {
  return `- **${risk}** ${code(id)}: ${prose(why)} **Instead:** ${prose(remedy)}\n`;
}

function whats({ findings }: RuleGroup, priority: number): Line[] {
  return findings.map(({ stack, address, what }) => ({
    text: `  - ${code(stack)} ${code(address)}: ${prose(what)}`,
    priority,
    findings: 1,
  }));
}
