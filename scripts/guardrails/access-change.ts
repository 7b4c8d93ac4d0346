import { changesAt, isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, texts } from "../preview/plan/values.ts";
import { isKey } from "../preview/risk/access-types.ts";
import { exchangesOfColumn } from "../preview/risk/named-columns.ts";
import { columnsUnprotected } from "../preview/risk/widening/contracts.ts";
import { givings } from "../preview/risk/widening/grants.ts";
import { changedPolicies } from "../preview/risk/widening/policy-attributes.ts";
import { narrowed, widened } from "../preview/risk/widening/rights.ts";
import { bareName } from "../preview/risk/widening/snowflake-grants.ts";
import type { Policy, StackView } from "./policy.ts";

export const accessChange: readonly Policy[] = [
  {
    id: "access-widened",
    risk: "R3",
    severity: "warn",
    why: "Somebody may do more than before",
    remedy:
      "Check that the new right is meant and no wider than its use; declare it in the environment's access section",
    look: (change, view) => [
      ...widened(change),
      ...given(change, view),
      ...trustsElsewhere(change, view),
      ...shared(change, view),
    ],
  },
  {
    id: "access-narrowed",
    risk: "R3",
    severity: "note",
    why: "What used the right is refused from then on",
    remedy: "Check that nothing that runs still needs it",
    look: (change) => narrowed(change),
  },
  {
    id: "unmasking",
    risk: "R3",
    severity: "warn",
    why: "Somebody may see personal data as they are",
    remedy: "Check with the data's owner; `npx plinth access` prints who sees what",
    look: (change, view) => [
      ...givenUnmasking(change, view),
      ...changedMask(change),
      ...exchangedMask(change),
      ...unmaskedTag(change),
      ...unprotectedColumns(change),
    ],
  },
  {
    id: "encryption-key-changed",
    risk: "R3",
    severity: "warn",
    why: "What is written from then on is read by whoever may use the new key, and what was written stays under the old one",
    remedy: "Keep the old key as long as what it encrypted; check who may use the new one",
    look: (change) =>
      change.action === "update" && change.differences.some(({ path, before }) => isKey(path) && before !== undefined)
        ? ["It is encrypted in another way, or with another key"]
        : [],
  },
];

/** A right for somebody who stands already; of somebody who is new, and in a stack that is new, all is new. */
function given(change: PlannedChange, { created, isNew }: StackView): string[] {
  const givingTo = givings.filter(({ type, to }) => type === change.type && !isUnknown(change, to)).map(({ to }) => to);
  if (isNew || givingTo.length === 0) return [];
  if (change.action !== "create" && change.action !== "replace") return [];
  const policies = changedPolicies(change).flatMap(({ after }) => after ?? []);
  // What is replaced with its policy is compared statement by statement; a policy that only denies gives nobody anything.
  if (policies.length > 0 && (change.action === "replace" || policies.every(({ effect }) => effect === "Deny")))
    return [];
  const to = givingTo.flatMap((path) => at(change.after, path).flatMap(texts));
  return to.some((name) => !created.has(String(bareName(name))))
    ? ["Somebody who stands already is given a right"]
    : [];
}

/** A role that is new gives nobody here a right, but whoever of another account may enter it stands already. */
function trustsElsewhere(change: PlannedChange, { context, isNew }: StackView): string[] {
  if (isNew || change.type !== "aws_iam_role" || change.action !== "create") return [];
  const trusted = changedPolicies(change)
    .filter(({ attribute }) => attribute === "assume_role_policy")
    .flatMap(({ after }) => after ?? [])
    .flatMap(({ effect, principals }) => (effect === "Allow" ? principals : []));
  const accounts = trusted.map((name) => /^AWS:(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(name)?.[1]);
  const elsewhere = accounts.some((account) => account !== undefined && account !== context.environment.accountId);
  return elsewhere ? ["Another account may enter it"] : [];
}

/** In a stack that is new, nobody has seen anything yet: who will is declared with it, and `npx plinth access` prints it. */
function givenUnmasking({ type, action, after }: PlannedChange, { isNew }: StackView): string[] {
  if (isNew) return [];
  const gives = type === "snowflake_grant_account_role" && (action === "create" || action === "replace");
  const unmasks = /(^|_)UNMASK_/.test(String(bareName(first(after, "role_name"))));
  return gives && unmasks ? ["A role is given that sees masked columns as they are"] : [];
}

/** Accounts outside this one that a type lets in. Sources: the types' pages of snowflakedb/snowflake. */
const sharedWith = new Map([
  ["snowflake_failover_group", "allowed_accounts"],
  ["snowflake_share", "accounts"],
]);

function shared(change: PlannedChange, { isNew }: StackView): string[] {
  const path = sharedWith.get(change.type);
  if (path === undefined || isNew || change.action === "delete") return [];
  const had = at(change.before, path);
  const more = isUnknown(change, path) || at(change.after, path).some((account) => !had.includes(account));
  return more ? ["Another account is let in"] : [];
}

function exchangedMask(change: PlannedChange): string[] {
  if (!/^snowflake_(table|view)$/.test(change.type) || change.action !== "update") return [];
  const other = exchangesOfColumn(change, "column.masking_policy") || rowsByAnother(change);
  return other ? ["Who sees what is decided by another policy"] : [];
}

function rowsByAnother({ before, after }: PlannedChange): boolean {
  const [old, now] = [before, after].map((values) => first(values, "row_access_policy.policy_name"));
  return old !== undefined && now !== undefined && old !== now;
}

function changedMask(change: PlannedChange): string[] {
  const decides = ["snowflake_masking_policy", "snowflake_row_access_policy"].includes(change.type);
  return decides && change.action === "update" && changesAt(change, "body").length > 0
    ? ["Who sees what is decided in another way"]
    : [];
}

function unprotectedColumns(change: PlannedChange): string[] {
  const count = columnsUnprotected(change);
  return count > 0 ? [`A publish no longer demands a mask of ${count} ${count === 1 ? "column" : "columns"}`] : [];
}

function unmaskedTag(change: PlannedChange): string[] {
  if (change.type !== "snowflake_tag" || change.action !== "update" || isUnknown(change, "masking_policies")) return [];
  const fewer = at(change.before, "masking_policies").length > at(change.after, "masking_policies").length;
  return fewer ? ["Columns that carry the tag lose a mask"] : [];
}
