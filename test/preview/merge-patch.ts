import { isPlain } from "../../environments/merge.ts";
import type { MergePatch } from "./changes/change-case.ts";

/** A JSON merge patch applied: RFC 7396, section 2. */
export function patched(target: unknown, patch: unknown): unknown {
  if (!isPlain(patch)) return patch;
  const result: Record<string, unknown> = isPlain(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = patched(result[key], value);
  }
  return result;
}

/** A synthesized stack with a patch in which resources may be named without the ending that the engine gives them. */
export function withPatch(text: string, patch: MergePatch): string {
  const stack = JSON.parse(text);
  const resource = Object.entries(Object(patch.resource)).map(([type, bodies]) => {
    if (bodies === null) return [type, null];
    const named = Object.entries(Object(bodies)).map(([name, body]) => [idIn(stack.resource[type], name), body]);
    return [type, Object.fromEntries(named)];
  });
  return JSON.stringify(
    patched(stack, { ...patch, ...(patch.resource !== undefined && { resource: Object.fromEntries(resource) }) }),
  );
}

/** The one name of a type's resources that is this one but for its ending; else the name itself, of a new resource. */
function idIn(bodies: unknown, name: string): string {
  const ids = Object.keys(Object(bodies)).filter((id) => withoutEnding(id) === name);
  return ids[0] ?? name;
}

/** The engine ends a name of several parts with eight digits of a hash. */
export function withoutEnding(address: string): string {
  return address.replace(/_[0-9A-F]{8}\b/, "");
}
