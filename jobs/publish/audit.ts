import type { AccessTerms } from "./audit-access.ts";
import { auditAccess } from "./audit-access.ts";
import type { Inspection, MartRows } from "./engine.ts";

/** What a candidate must keep to, from the job's contract. */
export interface AuditRules {
  readonly marts: readonly string[];
  /** Largest share of its live rows that a mart may lose, in percent. */
  readonly maxRowLossPercent: number;
  /** Marts with a column of time, and the hours that its newest value may lie behind the start of the run. */
  readonly freshness: Readonly<Record<string, { readonly column: string; readonly hours: number }>>;
  readonly schemas: readonly string[];
  /** The role that owns both sides of a swap. */
  readonly owner: string;
  readonly access: AccessTerms;
}

/** Every reason why a candidate must not go live, one line each; none when it may. `live` is null before the first publish. */
export function audit(rules: AuditRules, candidate: Inspection, live: Inspection | null, startedAt: Date): string[] {
  return [
    ...auditRows(rules, candidate.rows, live?.rows ?? {}),
    ...auditFreshness(rules, candidate, startedAt),
    ...auditObjects(rules, candidate, live),
    ...auditAccess(rules.access, candidate, live),
    ...candidate.namings.map(
      ({ object, names }) =>
        `${object} names the database ${names}; after the swap that is another version. Name it by schema and object ` +
        "only: in dbt, ref(…).include(database=false).",
    ),
  ];
}

function auditRows(rules: AuditRules, candidate: MartRows, live: MartRows): string[] {
  return rules.marts.flatMap((mart) => rowProblem(mart, candidate[mart] ?? null, live[mart] ?? null, rules) ?? []);
}

function rowProblem(mart: string, rows: number | null, before: number | null, rules: AuditRules): string | null {
  if (rows === null) {
    return `${mart} does not exist in the candidate, or cannot be read there. Let the transform project build it, or take it out of the job's marts.`;
  }
  if (rows === 0)
    return `${mart} is empty: its sources gave no rows. Put data where the transform reads and run again.`;
  const floor = (before ?? 0) * (1 - rules.maxRowLossPercent / 100);
  if (rows >= floor) return null;
  return (
    `${mart} has ${rows} rows, live has ${before}; a publish may lose ${rules.maxRowLossPercent} %. ` +
    "Find what the transform dropped, or raise publish.maxRowLossPercent of the job for this run."
  );
}

function auditFreshness({ freshness }: AuditRules, { newest }: Inspection, startedAt: Date): string[] {
  return Object.entries(freshness).flatMap(([mart, { column, hours }]) => {
    const found = newest[mart] ?? null;
    const rule = `it may lie ${hours} h behind the start of the run, ${startedAt.toISOString()}`;
    if (found === null) return `${mart}.${column} has no newest value; ${rule}. See why its sources gave no times.`;
    const behind = (startedAt.getTime() - new Date(found).getTime()) / 3_600_000;
    if (behind <= hours) return [];
    return `${mart}.${column} ends at ${found}; ${rule}. See why nothing newer arrived, or raise publish.freshness.`;
  });
}

/** dbt's own intermediate tables, which a later run removes. */
const intermediate = /__DBT_(TMP|BACKUP)/i;

function auditObjects({ schemas, owner }: AuditRules, candidate: Inspection, live: Inspection | null): string[] {
  const missingSchemas = schemas
    .filter((name) => !candidate.schemas.some((schema) => schema.name === name))
    .map((name) => `The schema ${name} does not exist in the candidate. Deploy the environment, which declares it.`);
  const names = new Set(candidate.objects.map(({ schema, name }) => `${schema}.${name}`));
  const missing = (live?.objects ?? [])
    .filter(({ schema, name }) => !names.has(`${schema}.${name}`) && !intermediate.test(name))
    .map(
      ({ schema, name, kind }) =>
        `The ${kind.toLowerCase()} ${schema}.${name} is in live and not in the candidate. Let the project build it; if ` +
        "it is meant to go, drop it in live first.",
    );
  const owned = [
    { what: "the candidate itself", owner: candidate.owner },
    ...candidate.schemas.map((schema) => ({ what: `schema ${schema.name}`, owner: schema.owner })),
    ...candidate.objects.map(({ schema, name, kind, owner }) => ({
      what: `${kind.toLowerCase()} ${schema}.${name}`,
      owner,
    })),
  ];
  const strangers = owned
    .filter((each) => each.owner !== null && each.owner !== owner)
    .map(
      (each) =>
        `The owner of ${each.what} is ${each.owner}; it must be ${owner}, which swaps. Give it back: GRANT OWNERSHIP … COPY CURRENT GRANTS.`,
    );
  return [...missingSchemas, ...missing, ...strangers];
}
