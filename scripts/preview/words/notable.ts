import type { StackPreview } from "../document.ts";

/** Something to know of a stack's plan before believing it, and the names that it is about. */
export interface Notable {
  readonly says: string;
  readonly names: readonly string[];
}

/** Problems are told elsewhere: they are why there is no plan to believe. */
export function notables(stack: StackPreview): Notable[] {
  return [...basis(stack), ...mismatch(stack)];
}

export function problemsOf({ status, problems }: StackPreview): readonly string[] {
  return status === "failed" && problems.length === 0 ? ["There is no plan."] : problems;
}

/** "removed", "changed", "added", each with the names of such outputs. */
export function outputsByChange({ outputs }: StackPreview): Notable[] {
  return (["removed", "changed", "added"] as const).flatMap((change) => {
    const names = outputs.filter((output) => output.change === change).map(({ name }) => name);
    return names.length === 0 ? [] : [{ says: change, names }];
  });
}

function basis({ status, provisional }: StackPreview): Notable[] {
  if (status === "rehearsed")
    return [{ says: "It comes from a rehearsal: what it builds on does not exist yet.", names: [] }];
  if (status !== "provisional") return [];
  return [
    {
      says: "It is provisional: planned on what stands now, while outputs upstream are about to change:",
      names: provisional,
    },
  ];
}

function mismatch({ status, configurationChanged, changes, outputs }: StackPreview): Notable[] {
  const changed = changes.length + outputs.length > 0;
  if (configurationChanged && !changed && status !== "failed")
    return [{ says: "Its configuration changed and its plan did not.", names: [] }];
  if (configurationChanged || !changed) return [];
  return [{ says: "Its plan changed and its configuration did not: something outside it changed.", names: [] }];
}
