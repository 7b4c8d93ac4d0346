import type { PublishEngine } from "./engine.ts";

interface Reading {
  readonly engine: PublishEngine;
  /** Roles that read the marts, with the data classes that each sees unmasked. */
  readonly unmasks: Readonly<Record<string, readonly string[]>>;
}

/**
 * Reads each protected column as each role that must see the mask: the proof that tags, policies and roles work together.
 * @param columns of the candidate, with the class of each
 */
export async function auditMasks(
  location: string,
  columns: readonly (readonly [column: string, dataClass: string])[],
  { engine, unmasks }: Reading,
): Promise<string[]> {
  const problems: string[] = [];
  for (const [role, classes] of Object.entries(unmasks)) {
    for (const [column, dataClass] of columns) {
      if (classes.includes(dataClass)) continue;
      const seen = await engine.unmasked(location, role, column);
      if (!seen) continue;
      problems.push(
        `${role} reads ${seen} values of ${column} unmasked; it is class ${dataClass}, which the role must not see. ` +
          "Protect the column again, or let the role unmask the class.",
      );
    }
  }
  return problems;
}
