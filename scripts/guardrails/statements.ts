import { deedsOf, isStatementUnknown } from "../preview/risk/sql-statements.ts";
import { guarded, type Policy, told } from "./policy.ts";

/** Statements of SQL that a resource carries; what rights they give is found with all other rights. */
export const statements: readonly Policy[] = [
  {
    id: "statement-destroys",
    risk: "R5",
    severity: guarded,
    unlockable: true,
    why: "A statement is no declaration: no plan shows what it takes with it, and no later apply brings it back",
    remedy: "Declare the object as a resource of its own and change that; run a statement that is meant by hand",
    look: (change) => deedsOf(change, "destroys"),
  },
  {
    id: "statement-disturbs",
    risk: "R4",
    severity: told,
    why: "Who uses what it names may find nothing, or something else",
    remedy: "Read the statement and what it names; declare a resource in its place where the provider has one",
    look: (change) => [
      ...deedsOf(change, "disturbs"),
      ...(isStatementUnknown(change)
        ? [{ what: "Its statement is known only when applied", severity: "warn" as const }]
        : []),
    ],
  },
];
