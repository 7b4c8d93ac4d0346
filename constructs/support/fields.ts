import { isIPv4 } from "node:net";
import { parseCidr } from "cidr-tools";
import { z } from "zod";
import { type Breach, rule } from "./rule.ts";
import { isReserved } from "./snowflake-words.ts";
import { each } from "./soundness.ts";

/** A whole number with limits (not zod's own: a broken one would end all checks of the objects around it). `source` says where the limits come from and what the number counts. */
export function whole(min: number, max: number, source: string) {
  const message = `it must be a whole number from ${min} to ${max} (${source}). Choose a value in that range`;
  return z
    .number({ error: (issue) => (issue.input === undefined ? undefined : message) })
    .refine((value) => Number.isSafeInteger(value) && value >= min && value <= max, message);
}

/** Text that a service accepts as it stands. `what` completes "it must be …"; `remedy` is a sentence without full stop. */
export function text(pattern: RegExp, what: string, remedy: string) {
  return z.string().regex(pattern, `it must be ${what}. ${remedy}`);
}

/** Entries under names of the user's own. A bad name is a problem of its own, and what the entry holds is judged all the same. */
export function recordOf<V extends z.ZodType>(name: z.ZodString, entry: V) {
  function* badNames(entries: Readonly<Record<string, unknown>>): Iterable<Breach> {
    for (const key of Object.keys(entries)) {
      for (const { message } of name.safeParse(key).error?.issues ?? []) {
        const end = message.indexOf(". ");
        yield { path: [key], aboutName: true, rule: message.slice(0, end), remedy: message.slice(end + 2) };
      }
    }
  }
  return z.record(z.string(), entry).check(rule(badNames)).readonly();
}

/** A list that names nothing twice: each entry becomes an object of its own. */
export function listOf<V extends z.ZodType<string>>(entry: V) {
  function* repeated(list: readonly string[]): Iterable<Breach> {
    const seen = new Set<string>();
    yield* each(list, function* (item, index) {
      if (seen.has(item))
        yield { path: [index], rule: "it must stand in the list once", remedy: "Remove the repetition" };
      seen.add(item);
    });
  }
  return z.array(entry).check(rule(repeated)).readonly();
}

/**
 * What something is for, in a sentence. `subject` completes "it must say …". The alphabet and length are those of an IAM
 * role's description (IAM API reference, CreateRole), the narrowest of the places it is written to.
 */
export function description(subject: string) {
  return text(
    /^[\u0020-\u007E\u00A1-\u00FF]{1,1000}$/,
    `a line of 1 to 1000 Latin characters that says ${subject}`,
    "Write a sentence, with plain quotes and hyphens",
  );
}

/** A key in a list of ours: becomes part of addresses and physical names, so it is short and plain. */
export const kebabName = text(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "lower-case words joined by hyphens",
  'Write it like "event-collector"',
);

/** A Snowflake object name: unquoted identifiers are upper case, and we quote nothing. At most 255 characters (Snowflake, identifier syntax). Two underscores set off what a publish run adds to a database's name. */
export const snowflakeName = text(
  /^(?!.*__)[A-Z][A-Z0-9_]{0,254}$/,
  "an upper-case Snowflake identifier of at most 255 characters, without two underscores in a row",
  'Write it like "RAW_DATA"',
).refine((name) => !isReserved(name), "it must not be a word that Snowflake keeps for itself. Choose another name");

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

/** Days that a log group keeps its events: those that people ask for, of the values that CloudWatch Logs allows (API reference, PutRetentionPolicy). */
export const logDays = z.literal([7, 14, 30, 60, 90, 180, 365]);

/** Days, memory and CPU the way Kubernetes writes them. */
export const memoryQuantity = text(/^[1-9][0-9]*(Mi|Gi)$/, "a memory quantity in Mi or Gi", 'Write it like "2Gi"');
export const cpuQuantity = text(
  /^([1-9][0-9]*|[1-9][0-9]*m|0\.[1-9][0-9]?)$/,
  "a CPU quantity",
  'Write it like "1" or "500m"',
);

/** Private ranges (RFC 1918). */
export const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

export const cidr = z
  .string()
  .refine(
    isNetwork,
    'it must be an IPv4 network in CIDR notation, starting at its own first address. Write it like "10.20.0.0/16"',
  );

/** A further check of a {@link cidr}, silent about text that is no range at all. */
export function ofNetwork(judge: (range: string) => boolean): (range: string) => boolean {
  return (range) => !isNetwork(range) || judge(range);
}

function isNetwork(value: string): boolean {
  const [address = "", prefix = "", ...rest] = value.split("/");
  if (!isIPv4(address) || !/^([0-9]|[12][0-9]|3[0-2])$/.test(prefix) || rest.length > 0) return false;
  return parseCidr(`${address}/32`).start === parseCidr(value).start;
}
