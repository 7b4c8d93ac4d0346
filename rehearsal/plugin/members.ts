import type { Attribute, Block, Nesting } from "../schema/schema.ts";
import { isUnknown, isValues, type Value, type Values } from "../value.ts";
import type { Path } from "./attribute-path.ts";

/** What a block and the object of a nested attribute have in common: members with flags of their own. */
export interface Members {
  readonly attributes: readonly Attribute[];
  readonly blocks: Block["blocks"];
}

/** One object inside another, with the place it has there. */
export interface Child {
  readonly members: Members;
  readonly values: Values;
  /** From the parent's root; it ends at a set. */
  readonly path: Path;
}

interface Container {
  readonly name: string;
  readonly nesting: Nesting;
  readonly members: Members;
}

/** The blocks and nested attributes among some members. */
export function containers(members: Members): Container[] {
  const nested = members.attributes.flatMap(({ name, nested }) =>
    nested === undefined
      ? []
      : [{ name, nesting: nested.nesting, members: { attributes: nested.attributes, blocks: [] } }],
  );
  const blocks = members.blocks.map(({ name, nesting, block }) => ({ name, nesting, members: block }));
  return [...nested, ...blocks];
}

/** The objects written in the blocks and nested attributes of one object; unknown and null ones have none. */
export function children(members: Members, values: Values): Child[] {
  return containers(members).flatMap(({ name, nesting, members: inner }) =>
    elements(values[name], nesting).map(([key, element]) => ({
      members: inner,
      values: element,
      path: key === undefined ? [name] : [name, key],
    })),
  );
}

/** The objects in the value of one container, each with its index or key where it has one. */
function elements(value: Value | undefined, nesting: Nesting): [key: string | number | undefined, element: Values][] {
  if (value === undefined || value === null || isUnknown(value)) return [];
  if (Array.isArray(value)) {
    return value.flatMap((element, index) =>
      isValues(element) ? [[nesting === "list" ? index : undefined, element]] : [],
    );
  }
  if (!isValues(value)) return [];
  if (nesting !== "map") return [[undefined, value]];
  return Object.entries(value).flatMap(([key, element]) => (isValues(element) ? [[key, element]] : []));
}
