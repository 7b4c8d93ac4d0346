import type { OpenedBundle } from "../bundle/read.ts";
import type { StackPreview } from "../preview/document.ts";
import { courseOf, isEnd, tally } from "../preview/words/action-words.ts";
import { findingCounts } from "../preview/words/finding-counts.ts";

/** What a person must know of a bundle before it is applied. It holds no value that is not meant to be seen. */
export function shownBundle({ content, sha256 }: OpenedBundle): string {
  const { surroundings, preview, createdAt, stacks } = content;
  const again = new Set(stacks.filter(({ course }) => course === "again").map(({ name }) => name));
  return [
    `${surroundings.environment} (${preview.protection}), commit ${surroundings.commit.slice(0, 12)}, planned ${createdAt}, risk ${preview.risk}`,
    `bundle ${sha256}`,
    ...preview.stacks.flatMap((stack) => stackLines(stack, again.has(stack.name))),
    ...(preview.findings.length > 0 ? [`findings: ${findingCounts(preview.findings)}`] : []),
    ...preview.findings
      .filter(({ severity }) => severity !== "note")
      .map(({ severity, id, stack, address, what }) => `  ${severity} ${id}: ${stack} ${address}: ${what}`),
    ...(surroundings.unlock === undefined ? [] : [`PLINTH_UNLOCK is in force: ${surroundings.unlock}`]),
  ].join("\n");
}

function stackLines({ name, changes, outputs }: StackPreview, again: boolean): string[] {
  const ends = changes.filter((change) => isEnd(courseOf(change)));
  const what = changes.length === 0 && outputs.length > 0 ? "only outputs" : tally(changes);
  return [
    `  ${name}: ${what}${again ? ", to be planned again and compared" : ""}`,
    ...ends.map((change) => `    ${courseOf(change)} ${change.address}`),
  ];
}
