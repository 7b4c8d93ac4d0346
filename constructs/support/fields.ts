import { parseCidr } from "cidr-tools";
import { z } from "zod";

/** A whole number with limits. `source` says where the limits come from and what the number counts. */
export function whole(min: number, max: number, source: string) {
  const message = `it must be a whole number from ${min} to ${max} (${source}). Choose a value in that range`;
  return z
    .int({ error: (issue) => (issue.input === undefined ? undefined : message) })
    .min(min, message)
    .max(max, message);
}

/** Text that a service accepts as it stands. `what` completes "it must be …"; `remedy` is a sentence without full stop. */
export function text(pattern: RegExp, what: string, remedy: string) {
  return z.string().regex(pattern, `it must be ${what}. ${remedy}`);
}

/** A key in a list of ours: becomes part of addresses and physical names, so it is short and plain. */
export const kebabName = text(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "lower-case words joined by hyphens",
  'Write it like "event-collector"',
);

/** A Snowflake object name: unquoted identifiers are upper case, and we quote nothing. At most 255 characters (Snowflake, identifier syntax). */
export const snowflakeName = text(
  /^[A-Z][A-Z0-9_]{0,254}$/,
  "an upper-case Snowflake identifier",
  'Write it like "RAW_DATA"',
);

/** A Kafka topic: the broker allows 249 characters; a dead-letter topic needs room for its suffix. */
export const topicName = text(
  /^[a-z][a-z0-9_]{0,239}$/,
  "lower-case letters, digits and underscores, at most 240 characters (Kafka allows 249, the dead-letter suffix takes the rest)",
  'Write it like "user_events"',
);

export const ownerName = text(
  /^[a-z][a-z0-9-]{1,62}$/,
  "the team that answers for it",
  'Write it like "data-engineering"',
);

/** Days, memory and CPU the way Kubernetes writes them. */
export const memoryQuantity = text(/^[1-9][0-9]*(Mi|Gi)$/, "a memory quantity in Mi or Gi", 'Write it like "2Gi"');
export const cpuQuantity = text(
  /^([1-9][0-9]*|[1-9][0-9]*m|0\.[1-9][0-9]?)$/,
  "a CPU quantity",
  'Write it like "1" or "500m"',
);

export const cidr = z
  .string()
  .refine(
    isNetwork,
    'it must be an IPv4 network in CIDR notation, starting at its own first address. Write it like "10.20.0.0/16"',
  );

function isNetwork(value: string): boolean {
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(value)) return false;
  try {
    const { ip, start, version } = parseCidr(value);
    return version === 4 && parseCidr(ip).start === start;
  } catch {
    return false;
  }
}
