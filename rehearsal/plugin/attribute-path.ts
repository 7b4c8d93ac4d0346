import type { Attribute, Block, CtyType, Nesting } from "../schema/schema.ts";
import type { AttributePath, Step } from "./messages.ts";

/** Names of attributes and blocks, keys of maps and indexes of lists, from the resource's root. */
export type Path = readonly (string | number)[];

/** What a path has reached: something with named members, elements by index or key, or nothing to go into. */
type Place =
  | { kind: "members"; attributes: readonly Attribute[]; block?: Block }
  | { kind: "object"; members: { [name: string]: CtyType } }
  | { kind: "elements"; by: "index" | "key"; of: Place }
  | { kind: "end" };

const end: Place = { kind: "end" };

/** The protocol's form of a path. It ends where the schema does, and at a set, whose elements have no address. */
export function attributePath(path: Path, schema: Block): AttributePath {
  const steps: Step[] = [];
  let place: Place = { kind: "members", attributes: schema.attributes, block: schema };
  for (const key of path) {
    const next = step(place, key);
    if (next === undefined) break;
    steps.push(next.step);
    place = next.place;
  }
  return { steps };
}

function step(place: Place, key: string | number): { step: Step; place: Place } | undefined {
  if (place.kind === "elements") {
    if (place.by === "index")
      return typeof key === "number" ? { step: { element_key_int: key }, place: place.of } : undefined;
    return { step: { element_key_string: String(key) }, place: place.of };
  }
  if (typeof key === "number") return undefined;
  const member = place.kind === "end" ? undefined : memberOf(place, key);
  return member && { step: { attribute_name: key }, place: member };
}

function memberOf(place: Exclude<Place, { kind: "elements" | "end" }>, name: string): Place | undefined {
  if (place.kind === "object") {
    const type = Object.hasOwn(place.members, name) ? place.members[name] : undefined;
    return type && ofType(type);
  }
  const attribute = place.attributes.find((candidate) => candidate.name === name);
  if (attribute?.nested)
    return nest(attribute.nested.nesting, { kind: "members", attributes: attribute.nested.attributes });
  if (attribute?.type) return ofType(attribute.type);
  const nested = place.block?.blocks.find((candidate) => candidate.name === name);
  return nested && nest(nested.nesting, { kind: "members", attributes: nested.block.attributes, block: nested.block });
}

function ofType(type: CtyType): Place {
  if (typeof type === "string") return end;
  if (type[0] === "object") return { kind: "object", members: type[1] };
  return nest(type[0], ofType(type[1]));
}

function nest(nesting: Nesting, of: Place): Place {
  if (nesting === "single") return of;
  if (nesting === "set") return end;
  return { kind: "elements", by: nesting === "list" ? "index" : "key", of };
}
