import type { Cost, EnvironmentPreview, StackPreview } from "../document.ts";
import { tallyOf } from "../words/action-words.ts";
import { amount, delta } from "../words/amount.ts";
import { findingCounts } from "../words/finding-counts.ts";
import { notables, problemsOf } from "../words/notable.ts";
import { stacksInOrder } from "../words/order.ts";
import type { Block, Line } from "./budget.ts";
import { endsBlock, stackBlocks } from "./changes.ts";
import { cellCode, code, listed, prose } from "./escape.ts";
import { blockedBlock, notesBlock, waivedBlock, warningsBlock } from "./findings.ts";
import { priorities } from "./priorities.ts";

const verdicts = { failed: "❌ failed", blocked: "⛔ blocked", ok: "✅ passes", unchanged: "⚪ no changes" } as const;

/** One line of the table of environments; without an anchor there is nothing more to say of it. */
export function environmentRow(environment: EnvironmentPreview, anchor: string): Line {
  const { name, verdict, risk, findings, cost, unlocked } = environment;
  const cells = [
    `${unlocked === undefined ? "" : "🔓 "}${anchor ? `[${cellCode(name)}](#${anchor})` : cellCode(name)}`,
    verdicts[verdict],
    risk,
    tallyOf(environment),
    findingCounts(findings) || "none",
    cost ? delta(cost.before, cost.after) : "not estimated",
  ];
  return { text: `| ${cells.join(" | ")} |`, priority: priorities.environments };
}

export function environmentBlock(environment: EnvironmentPreview, anchor: string): Block {
  const { name, protection, verdict, stacks, findings, cost } = environment;
  return {
    head: `\n<a name="${anchor}"></a>\n\n### ${code(name, 60)} (${code(protection, 60)})\n`,
    foot: "",
    parts: [
      unlockedBlock(environment),
      failedBlock(environment),
      blockedBlock(findings),
      endsBlock(stacks),
      warningsBlock(findings),
      notableBlock(stacks),
      ...stackBlocks(stacks),
      waivedBlock(findings),
      notesBlock(findings),
      // Where nothing changes, the table says all of it.
      ...(cost && verdict !== "unchanged" ? [costBlock(cost)] : []),
    ],
  };
}

function unlockedBlock({ unlocked }: EnvironmentPreview): Block {
  if (unlocked === undefined) return { head: "", foot: "", parts: [] };
  const text = `> Its protection is unlocked by ${code(unlocked, 200)}.`;
  return { head: "\n> [!CAUTION]\n", foot: "", parts: [{ text, priority: priorities.environments }] };
}

function failedBlock({ problems, stacks }: EnvironmentPreview): Block {
  const whole = problems.map((problem) => `- ${code(problem, 800)}`);
  const parts = stacksInOrder(stacks).flatMap((stack) =>
    problemsOf(stack).map((problem) => `- ${code(stack.name)}: ${code(problem, 800)}`),
  );
  const lines = [...whole, ...parts].map((text) => ({ text, priority: priorities.blocked }));
  return { head: "\n**Failed**\n\n", foot: "", parts: lines };
}

function notableBlock(stacks: readonly StackPreview[]): Block {
  const parts = stacksInOrder(stacks).flatMap((stack) =>
    notables(stack).map(({ says, names }) => ({
      text: `- ${code(stack.name)}: ${[says, listed(names)].filter(Boolean).join(" ")}`,
      priority: priorities.stacks,
    })),
  );
  return { head: "\n**About these plans**\n\n", foot: "", parts };
}

function costBlock({ before, after, drivers, unpriced, notes, pricesOf }: Cost): Block {
  const priority = priorities.asides;
  const moved = drivers
    .filter((driver) => driver.before !== driver.after)
    .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .map((driver) => ({ text: `- ${code(driver.what)}: ${delta(driver.before, driver.after)}`, priority }));
  const missing: Block = {
    head: "- Without a price here:\n",
    foot: "",
    parts: unpriced.map((what) => ({ text: `  - ${prose(what)}`, priority })),
  };
  const summary = `${amount(before)} → ${amount(after)} a month, prices of ${pricesOf}`;
  return {
    head: `\n<details>\n<summary>Cost: ${summary}</summary>\n\n`,
    foot: "\n</details>\n",
    parts: [...moved, missing, ...notes.map((note) => ({ text: `- ${prose(note)}`, priority }))],
  };
}
