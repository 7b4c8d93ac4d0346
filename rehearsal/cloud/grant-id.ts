import { isValues, type Value } from "../value.ts";
import type { Draft } from "./kind.ts";

/**
 * The id of a grant: what is granted, on what, to whom, in the order of the provider's documentation
 * (docs/resources/grant_privileges_to_account_role.md and its neighbors, "Import").
 */
export function grantId(draft: Draft): string {
  const to =
    text(draft, "account_role_name") ||
    text(draft, "database_role_name") ||
    text(draft, "role_name") ||
    text(draft, "to_share");
  const parent = granteeOf(draft);
  if (parent !== undefined) return `${quote(to)}|${parent}`;
  if (draft.at("on") !== null)
    return [...ownerOf(draft), text(draft, "outbound_privileges"), ...target(draft.at("on"))].join("|");
  const privileges = draft.at("all_privileges") === true ? "ALL" : list(draft.at("privileges"));
  const flags = [draft.at("with_grant_option") === true, draft.at("always_apply") === true].map(String);
  return [quote(to), ...flags, privileges, ...on(draft)].join("|");
}

/** A role granted to a role, a user, a share … */
function granteeOf(draft: Draft): string | undefined {
  const kinds = [
    ["parent_role_name", "ROLE"],
    ["user_name", "USER"],
    ["parent_database_role_name", "DATABASE ROLE"],
    ["share_name", "SHARE"],
  ] as const;
  const found = kinds.find(([attribute]) => typeof draft.at(attribute) === "string");
  return found && `${found[1]}|${quote(text(draft, found[0]))}`;
}

function ownerOf(draft: Draft): string[] {
  const account = text(draft, "account_role_name");
  return account ? ["ToAccountRole", quote(account)] : ["ToDatabaseRole", quote(text(draft, "database_role_name"))];
}

function on(draft: Draft): string[] {
  if (draft.at("on_account") === true) return ["OnAccount"];
  const places = [
    ["on_account_object", "OnAccountObject"],
    ["on_database", "OnDatabase"],
    ["on_schema", "OnSchema"],
    ["on_schema_object", "OnSchemaObject"],
  ] as const;
  return places.flatMap(([attribute, label]) => {
    const value = draft.at(attribute);
    return value === null || (Array.isArray(value) && value.length === 0) ? [] : [label, ...target(value)];
  });
}

/** The parts of an `on` block in the order in which they are written. */
function target(value: Value): string[] {
  if (Array.isArray(value)) return value.flatMap(target);
  if (isValues(value))
    return Object.entries(value).flatMap(([name, part]) => (empty(part) ? [] : labelled(name, part)));
  return value === null ? [] : [String(value)];
}

const LABELS: Readonly<Record<string, string>> = {
  all: "OnAll",
  future: "OnFuture",
  in_database: "InDatabase",
  in_schema: "InSchema",
  all_schemas_in_database: "OnAllSchemasInDatabase",
  future_schemas_in_database: "OnFutureSchemasInDatabase",
  schema_name: "OnSchema",
};

function labelled(name: string, part: Value): string[] {
  const label = LABELS[name];
  return label === undefined ? target(part) : [label, ...target(part)];
}

function empty(part: Value): boolean {
  return part === null || (Array.isArray(part) && part.length === 0);
}

function list(value: Value): string {
  return Array.isArray(value) ? value.map(String).sort().join() : "";
}

function text(draft: Draft, attribute: string): string {
  const value = draft.at(attribute);
  return typeof value === "string" ? value : "";
}

function quote(name: string): string {
  return name.includes('"') ? name : `"${name}"`;
}
