import type { z } from "zod";
import type { accessTerms } from "../contract-terms.ts";
import type { Grant, InspectedObject, Inspection, ObjectKind } from "./engine.ts";

export type AccessTerms = z.output<typeof accessTerms>;

/** Kinds of objects as grants on all of them name them. */
export const plurals: Readonly<Record<ObjectKind, "TABLES" | "VIEWS" | "DYNAMIC TABLES">> = {
  TABLE: "TABLES",
  VIEW: "VIEWS",
  "DYNAMIC TABLE": "DYNAMIC TABLES",
};

/** Every declared grant and mask that the candidate lacks, and every grant of live that it would lose. */
export function auditAccess(access: AccessTerms, candidate: Inspection, live: Inspection | null): string[] {
  const stands = new Set(candidate.grants.map(keyOf));
  const declared = access.grants.flatMap((grant) => expected(grant, candidate.objects));
  const lacking = unique(declared).filter((grant) => !stands.has(keyOf(grant)));
  const lost = unique((live?.grants ?? []).filter((grant) => isKept(grant, candidate) && !stands.has(keyOf(grant))));
  const named = new Set(lacking.map(keyOf));
  return [
    ...lacking.map((grant) => `${describeGrant(grant)} is declared, and the candidate lacks it. ${regrant}`),
    ...lost
      .filter((grant) => !named.has(keyOf(grant)))
      .map((grant) => `${describeGrant(grant)} stands in live, and the candidate lacks it. ${declareIt}`),
    ...auditProtections(access, candidate, live),
  ];
}

const regrant = "Let the future grants of the schema apply (no COPY GRANTS), or deploy the environment again.";
const declareIt = "Declare it in the environment, or revoke it in live.";

/** What a declared grant comes down to in a database that holds these objects. */
function expected(grant: AccessTerms["grants"][number], objects: readonly InspectedObject[]): Grant[] {
  const { role, privilege, on, schema } = grant;
  if (on === "DATABASE") return [{ role, privilege, on, future: false }];
  if (schema === undefined) return [];
  if (on === "SCHEMA") return [{ role, privilege, on, schema, future: false }];
  const there = objects.filter((object) => object.schema === schema && plurals[object.kind] === on);
  return [
    ...kindsOf(on).map((kind) => ({ role, privilege, on: kind, schema, future: true })),
    ...there.map(({ kind, name }) => ({ role, privilege, on: kind, schema, object: name, future: false })),
  ];
}

function kindsOf(plural: string): ObjectKind[] {
  return (Object.keys(plurals) as ObjectKind[]).filter((kind) => plurals[kind] === plural);
}

/** A grant on an object that is not there any more is lost with reason; that the object is gone is told by itself. */
function isKept(grant: Grant, { objects }: Inspection): boolean {
  if (grant.object === undefined) return true;
  return objects.some(
    ({ schema, name, kind }) => schema === grant.schema && name === grant.object && kind === grant.on,
  );
}

function auditProtections(
  { protects, policies }: AccessTerms,
  candidate: Inspection,
  live: Inspection | null,
): string[] {
  return Object.entries(protects).flatMap(([column, dataClass]) => {
    const found = candidate.protections.find((each) => each.column === column);
    const must = `it must carry the tag of class ${dataClass}, and so its masking policy`;
    const remedy = "Let the model protect it: meta.class of the column, and protect_columns() as post-hook.";
    if (!found)
      return `${column} does not exist in the candidate; it is protected as ${dataClass}. Build or undeclare it.`;
    if (found.dataClass !== dataClass) {
      return `${column} carries ${found.dataClass === null ? "no class" : `class ${found.dataClass}`}; ${must}. ${remedy}`;
    }
    if (found.policy === null)
      return `${column} carries the tag ${dataClass} and resolves to no masking policy; ${must}.`;
    if (policies !== undefined && !found.policy.startsWith(`${policies}.${dataClass}_`)) {
      return `${column} resolves to the policy ${found.policy}, not to one of ${policies}.${dataClass}_*; ${must}.`;
    }
    const before = live?.protections.find((each) => each.column === column)?.policy ?? null;
    if (before === null || before === found.policy) return [];
    return `${column} resolves to the policy ${found.policy}, in live to ${before}: its type changed. Publish it by hand once.`;
  });
}

export function describeGrant({ role, privilege, on, schema, object, future }: Grant): string {
  if (schema === undefined) return `${privilege} on the database for ${role}`;
  if (future) return `${privilege} on future ${on.toLowerCase()}s in ${schema} for ${role}`;
  return `${privilege} on ${on.toLowerCase()} ${object === undefined ? schema : `${schema}.${object}`} for ${role}`;
}

function keyOf({ role, privilege, on, schema = "", object = "", future }: Grant): string {
  return [role, privilege, on, schema, object, future].join("|");
}

function unique(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map((grant) => [keyOf(grant), grant])).values()];
}
