import type { Action, Change, EnvironmentPreview } from "../document.ts";

/** What is said of a change: as `mayReplace` is no action of a plan, it is one here. */
export type Course = Action | "may-replace";

/** In the order in which a reader should meet them. */
export const courseWords = {
  delete: { does: "destroy", done: "destroyed", sign: "−" },
  replace: { does: "replace", done: "replaced", sign: "±" },
  "may-replace": { does: "may replace", done: "perhaps replaced", sign: "±?" },
  forget: { does: "forget", done: "forgotten", sign: "⊘" },
  update: { does: "change", done: "changed", sign: "~" },
  import: { does: "import", done: "imported", sign: "↓" },
  move: { does: "move", done: "moved", sign: "→" },
  create: { does: "create", done: "new", sign: "+" },
  read: { does: "read", done: "read", sign: "?" },
} as const satisfies Record<Course, { does: string; done: string; sign: string }>;

export const courses = Object.keys(courseWords) as readonly Course[];

export function courseOf({ action, mayReplace }: Pick<Change, "action" | "mayReplace">): Course {
  return mayReplace && action !== "delete" && action !== "replace" ? "may-replace" : action;
}

/** What does not stand afterwards as it stood before. */
export function isEnd(course: Course): boolean {
  return course === "delete" || course === "replace" || course === "may-replace";
}

/** "1 destroyed, 14 changed", in the order of the courses. */
export function tally(changes: readonly Change[]): string {
  const counts = new Map<Course, number>();
  for (const change of changes) counts.set(courseOf(change), (counts.get(courseOf(change)) ?? 0) + 1);
  const said = courses.flatMap((course) => {
    const count = counts.get(course);
    return count === undefined ? [] : [`${count} ${courseWords[course].done}`];
  });
  return said.join(", ") || "no changes";
}

/** The same of a whole environment; of one that could not be planned nobody knows. */
export function tallyOf({ problems, stacks }: Pick<EnvironmentPreview, "problems" | "stacks">): string {
  return problems.length > 0 ? "not planned" : tally(stacks.flatMap(({ changes }) => changes));
}
