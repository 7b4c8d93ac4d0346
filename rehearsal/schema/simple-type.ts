import type { Member } from "./member.ts";
import type { CtyType } from "./schema.ts";

const LEAF_MAPPERS = new Map<string, CtyType>([
  ["stringToHclTerraform", "string"],
  ["numberToHclTerraform", "number"],
  ["booleanToHclTerraform", "bool"],
  ["anyToHclTerraform", "dynamic"],
]);

/** Fields and getters of what is only read, most specific first. */
const READ_FORMS: readonly [RegExp, CtyType][] = [
  [/ = new cdkt[fn]\.StringMapList\(/, ["list", ["map", "string"]]],
  [/ = new cdkt[fn]\.StringMap\(/, ["map", "string"]],
  [/ = new cdkt[fn]\.NumberMap\(/, ["map", "number"]],
  [/ = new cdkt[fn]\.BooleanMap\(/, ["map", "bool"]],
  [/Fn\.tolist\(this\.getNumberListAttribute\(/, ["set", "number"]],
  [/Fn\.tolist\(this\.getListAttribute\(/, ["set", "string"]],
  [/\.getNumberListAttribute\(/, ["list", "number"]],
  [/\.getListAttribute\(/, ["list", "string"]],
  [/\.getStringMapAttribute\(/, ["map", "string"]],
  [/\.getNumberMapAttribute\(/, ["map", "number"]],
  [/\.getBooleanMapAttribute\(/, ["map", "bool"]],
  [/\.getAnyMapAttribute\(/, "dynamic"],
  [/\.getStringAttribute\(/, "string"],
  [/\.getNumberAttribute\(/, "number"],
  [/\.getBooleanAttribute\(/, "bool"],
  [/\.interpolationForAttribute\(/, "dynamic"],
];

/** The type of a member without structs of its own, else undefined. */
export function simpleType(member: Member): CtyType | undefined {
  if (member.written === undefined) return READ_FORMS.find(([form]) => form.test(member.code))?.[1];
  const type = mappedType(member.written.mapper);
  const outerSet = member.written.type === "set" && Array.isArray(type) && type[0] === "list";
  return outerSet ? ["set", type[1]] : type;
}

/** A set inside another collection is written like a list, and is taken for one. */
function mappedType(mapper: string): CtyType | undefined {
  const [, wrapper, inner = mapper] =
    /^cdkt[fn]\.(listMapperHcl|hashMapperHcl)\((.*?)(?:, (?:true|false))?\)$/.exec(mapper) ?? [];
  if (wrapper === undefined) return LEAF_MAPPERS.get(mapper.replace(/^cdkt[fn]\./, ""));
  const element = mappedType(inner);
  if (element === undefined) return undefined;
  if (wrapper === "listMapperHcl") return ["list", element];
  // The generator writes a dynamic value as a map of anything.
  return element === "dynamic" ? "dynamic" : ["map", element];
}
