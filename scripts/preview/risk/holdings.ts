import { awsHoldings } from "./holdings-aws.ts";
import { kubernetesHoldings, snowflakeHoldings, terraformHoldings } from "./holdings-others.ts";
import { guards } from "./safeguards.ts";
import { stateless } from "./stateless.ts";

const holdings: Readonly<Record<string, string>> = {
  ...awsHoldings,
  ...snowflakeHoldings,
  ...kubernetesHoldings,
  ...terraformHoldings,
};

/** What becomes of the world when an object of a type ends. */
export type Ending =
  | { readonly kind: "data"; readonly loses: string }
  | { readonly kind: "guard"; readonly opens: string }
  | { readonly kind: "stateless"; readonly stops: string }
  /** Nobody has looked at the type: it may hold anything. */
  | { readonly kind: "unlisted" };

export function endingOf(type: string): Ending {
  const loses = entry(holdings, type);
  if (loses !== undefined) return { kind: "data", loses };
  const opens = entry(guards, type);
  if (opens !== undefined) return { kind: "guard", opens };
  const stops = entry(stateless, type);
  return stops === undefined ? { kind: "unlisted" } : { kind: "stateless", stops };
}

/** A type is also listed under its name without version: `kubernetes_config_map` is `kubernetes_config_map_v1`. */
function entry(table: Readonly<Record<string, string>>, type: string): string | undefined {
  const named = type.startsWith("kubernetes_") && !/_v\d$/.test(type) ? [type, `${type}_v1`] : [type];
  return named
    .map((name) => (Object.hasOwn(table, name) ? table[name] : undefined))
    .find((found) => found !== undefined);
}
