import { changesAt, isUnknown, type PlannedChange } from "../../plan/planned-change.ts";
import { at, first, type Values } from "../../plan/values.ts";
import { shownValue } from "../../shown/redaction.ts";
import { keyOf } from "../snowflake-parameters.ts";
import { addedPrivileges } from "./grants.ts";
import { containsSource, letsThrough, networkRules } from "./network-rules.ts";
import { type Widening, widenings } from "./policies.ts";
import { changedPolicies, shownActions } from "./policy-attributes.ts";

type Words = Readonly<Record<Widening["kind"], string>>;

const wider: Words = {
  action: "allows more actions",
  resource: "allows actions on more resources",
  principal: "admits more principals",
  condition: "drops or loosens a condition",
  deny: "no longer denies what it denied",
  inverted: "allows all but what it names",
};
const narrower: Words = {
  action: "allows fewer actions",
  resource: "allows actions on fewer resources",
  principal: "admits fewer principals",
  condition: "has a new or stricter condition",
  deny: "denies what it did not deny",
  inverted: "no longer allows all but what it names",
};

/** In what ways a change lets somebody do more than before: a sentence each. */
export function widened(change: PlannedChange): string[] {
  return [
    ...widenedPolicies(change),
    ...widenedRules(change),
    ...widenedGrants(change),
    ...widenedUser(change),
    ...widenedAddresses(change),
    ...widenedSignIn(change),
  ];
}

/** In what ways it lets somebody do less, as far as that can be read. */
export function narrowed(change: PlannedChange): string[] {
  const { type, action, before, after } = change;
  if (action !== "update") return [];
  const policies = changedPolicies(change).flatMap(({ attribute, before, after, unknown }) =>
    unknown || before === undefined || after === undefined ? [] : said(attribute, widenings(after, before), narrower),
  );
  const rules = rulesOf(type, before).filter((rule) => !rulesOf(type, after).some((other) => letsThrough(other, rule)));
  const gone = isGrant(type) ? addedPrivileges({ before: after, after: before }) : [];
  return [
    ...policies,
    ...(rules.length > 0 && !isLater(change) ? ["It lets less traffic through"] : []),
    ...(gone.length > 0 ? [`It takes privileges away${named(change, gone)}`] : []),
  ];
}

function said(attribute: string, found: readonly Widening[], words: Words): string[] {
  return found.map(({ kind, actions }) => {
    const which = actions.length > 0 ? ` (${shownActions(actions)})` : "";
    return `${attribute} ${words[kind]}${which}`;
  });
}

function widenedPolicies(change: PlannedChange): string[] {
  if (change.action !== "update" && change.action !== "replace") return [];
  return changedPolicies(change).flatMap(({ attribute, before, after, unknown, unreadable }) => {
    if (unknown) return [`${attribute} changes, how is known only when applied`];
    if (unreadable) return [`${attribute} changes, and cannot be read as a policy`];
    return said(attribute, widenings(before ?? [], after ?? []), wider);
  });
}

function widenedRules(change: PlannedChange): string[] {
  const { type, action, before, after } = change;
  if (action !== "update") return [];
  if (/network_acl(_rule)?$/.test(type))
    return changesAt(change, "ingress").concat(changesAt(change, "egress")).length > 0
      ? ["The list of what passes between networks changes; its order decides"]
      : [];
  if (/^kubernetes_network_policy(_v1)?$/.test(type))
    return changesAt(change, "spec").length > 0 ? ["What its pods reach, or what reaches them, changes"] : [];
  if (isLater(change)) return ["What it lets through is known only when applied"];
  const old = rulesOf(type, before);
  const more = rulesOf(type, after).filter((rule) => !old.some((other) => letsThrough(other, rule)));
  return more.length > 0 ? ["It lets more traffic through"] : [];
}

function rulesOf(type: string, values: Values | undefined) {
  const read = Object.hasOwn(networkRules, type) ? networkRules[type] : undefined;
  return read === undefined || values === undefined ? [] : read(values);
}

function isLater(change: PlannedChange): boolean {
  const paths = ["ingress", "egress", "cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];
  return Object.hasOwn(networkRules, change.type) && paths.some((path) => isUnknown(change, path));
}

function isGrant(type: string): boolean {
  return type.startsWith("snowflake_grant_privileges_");
}

function widenedGrants(change: PlannedChange): string[] {
  const { type, action, before, after } = change;
  if (action !== "update" || !isGrant(type)) return [];
  const added = addedPrivileges(change);
  const option = first(after, "with_grant_option") === true && first(before, "with_grant_option") !== true;
  return [
    ...(added.length > 0 ? [`It gives more privileges${named(change, added)}`] : []),
    ...(option ? ["Its privileges may be given on"] : []),
  ];
}

function named(change: PlannedChange, privileges: readonly string[]): string {
  const shown = privileges.map((privilege) => shownValue(change, ["privileges"], privilege));
  return shown.every((name) => name !== undefined) ? ` (${shown.join(", ")})` : "";
}

/** Lists of addresses that are let in, and of those that are kept out. */
const addressLists = new Map([
  [
    "snowflake_network_policy",
    {
      allowed: ["allowed_network_rule_list", "allowed_ip_list"],
      blocked: ["blocked_network_rule_list", "blocked_ip_list"],
    },
  ],
  ["snowflake_network_rule", { allowed: ["value_list"], blocked: [] }],
  ["aws_eks_cluster", { allowed: ["vpc_config.public_access_cidrs"], blocked: [] }],
]);

function widenedAddresses(change: PlannedChange): string[] {
  const { type, action, before, after } = change;
  const lists = action === "update" ? addressLists.get(type) : undefined;
  if (lists === undefined) return [];
  const more = lists.allowed.some(
    (name) =>
      isUnknown(change, name) ||
      at(after, name).some((value) => !at(before, name).some((old) => containsSource(String(old), String(value)))),
  );
  const fewer = lists.blocked.some((name) => at(before, name).length > at(after, name).length);
  // Whether nobody or anybody is let in then is said in no plan.
  const had = lists.allowed.some((name) => at(before, name).length > 0);
  const none = had && lists.allowed.every((name) => at(after, name).length === 0 && !isUnknown(change, name));
  return [
    ...(more || fewer ? ["It lets in more addresses"] : []),
    ...(none ? ["It names no address any more that it lets in"] : []),
  ];
}

/** Which network policy binds whom is decided by an attachment, or by the account's parameter. */
function widenedSignIn(change: PlannedChange): string[] {
  const { type, action, before, after } = change;
  if (action !== "update") return [];
  const bound = type === "snowflake_account_parameter" && keyOf(after) === "NETWORK_POLICY" ? "value" : "";
  const policy = type === "snowflake_network_policy_attachment" ? "network_policy_name" : bound;
  if (policy === "") return [];
  // One that is gone is a protection that is loosened.
  const another = changesAt(change, policy).length > 0 && (isUnknown(change, policy) || at(after, policy).length > 0);
  const users = at(after, "users");
  const free = at(before, "users").some((user) => !users.includes(user));
  return [
    ...(another ? ["Sign-in is bound by another network policy"] : []),
    ...(free ? ["Somebody may sign in from elsewhere"] : []),
  ];
}

function widenedUser(change: PlannedChange): string[] {
  const { type, action, before, after } = change;
  if (action !== "update" || !/^snowflake_(legacy_)?(service_)?user$/.test(type)) return [];
  const option = "default_secondary_roles_option";
  const roles = first(after, option) === "ALL" && first(before, option) !== "ALL";
  const elsewhere = changesAt(change, "network_policy").length > 0 && first(before, "network_policy") !== undefined;
  const key = ["rsa_public_key", "rsa_public_key_2", "password"].some((name) => changesAt(change, name).length > 0);
  return [
    ...(roles ? ["Its sessions have all its roles at once"] : []),
    ...(elsewhere ? ["It may sign in from elsewhere"] : []),
    ...(key ? ["It signs in with another key or password"] : []),
  ];
}
