import type { Finding } from "../cloud/cloud.ts";
import type { Attribute } from "../schema/schema.ts";
import type { Values } from "../value.ts";
import type { Path } from "./attribute-path.ts";
import { children, type Members } from "./members.ts";

/** What Terraform leaves to the provider: values for attributes only the cloud sets, and required ones that are null. */
export function validateConfig(members: Members, config: Values, at: Path = []): Finding[] {
  const own = members.attributes.flatMap((attribute) => problemOf(attribute, config, [...at, attribute.name]));
  const inner = children(members, config).flatMap((child) =>
    validateConfig(child.members, child.values, [...at, ...child.path]),
  );
  return [...own, ...inner];
}

function problemOf(attribute: Attribute, config: Values, path: Path): Finding[] {
  const { name, required, optional, computed } = attribute;
  const set = (config[name] ?? null) !== null;
  if (set && computed && !optional && !required) {
    const detail = `Can't configure a value for "${path.join(".")}": its value will be decided automatically based on the result of applying this configuration.`;
    return [{ severity: "error", summary: "Value for unconfigurable attribute", detail, path }];
  }
  if (!set && required) {
    const detail = `The argument "${path.join(".")}" is required, but no definition was found.`;
    return [{ severity: "error", summary: "Missing required argument", detail, path }];
  }
  return [];
}
