import type { Block } from "../schema/schema.ts";
import { isUnknown, isValues, type Values } from "../value.ts";
import { Refusal } from "./cloud.ts";
import { conform } from "./conform.ts";
import { member, textAt, textsAt, valuesAt } from "./paths.ts";
import type { Surroundings } from "./rule.ts";

interface Caller {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly role: string;
}

type Reader = (config: Values, caller: Caller, near: Surroundings) => Values;

const ZONES = ["a", "b", "c"];

/** The data sources of the simulated AWS; each gives what the schema does not already have from the configuration. */
const READERS: Readonly<Record<string, Reader>> = {
  aws_availability_zones: (_config, { region }) => ({
    id: region,
    group_names: [`${region}-zg-1`],
    names: ZONES.map((zone) => region + zone),
    zone_ids: ZONES.map((_zone, index) => `${region.replaceAll("-", "").slice(0, 4)}-az${index + 1}`),
  }),
  aws_caller_identity: (_config, { account, partition, role }) => ({
    id: account,
    account_id: account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${role || "rehearsal"}/plinth`,
    user_id: `AROAREHEARSAL:${role || "rehearsal"}`,
  }),
  aws_eks_cluster: (config, _caller, near) => existing("aws_eks_cluster", textAt(config, "name") ?? "", near),
  aws_kms_key: (config, _caller, near) => existing("aws_kms_key", keyId(textAt(config, "key_id") ?? "", near), near),
  aws_partition: (_config, { partition }) => ({
    id: partition,
    partition,
    dns_suffix: "amazonaws.com",
    reverse_dns_prefix: "com.amazonaws",
  }),
  aws_region: (_config, { region }) => ({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }),
  aws_s3_object: (config, _caller, near) => objectOf(textAt(config, "bucket") ?? "", textAt(config, "key") ?? "", near),
  aws_subnet: (config, _caller, near) => only("aws_subnet", config, near),
  aws_subnets: (config, { region }, near) => ({
    id: region,
    ids: matching("aws_subnet", config, near).map(({ id }) => id),
  }),
  aws_vpc: (config, _caller, near) => only("aws_vpc", config, near),
};

/** @throws Refusal for a data source that the simulated cloud does not have, and where nothing matches. */
export function readAwsData(type: string, schema: Block, config: Values, caller: Caller, near: Surroundings): Values {
  const reader = READERS[type];
  if (!reader) {
    throw new Refusal(
      `reading data ${type}`,
      `the simulated cloud has no data source ${type}. Pass the value in, or add it to rehearsal/cloud/data-aws.ts.`,
    );
  }
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && !isUnknown(value)));
  const region = { region: caller.region };
  return conform(schema, { ...region, ...reader(config, caller, near), ...given }, `data source ${type}`);
}

function existing(type: string, id: string, near: Surroundings): Values {
  const found = near.find(type, id);
  if (found) return found;
  throw new Refusal(
    `reading data ${type} (${id})`,
    "NotFound: there is none of that name in this account and region. Check the name, or create it first.",
  );
}

function objectOf(bucket: string, key: string, near: Surroundings): Values {
  const size = near.size(bucket, key);
  if (size !== undefined) return { id: `${bucket}/${key}`, content_length: size };
  throw new Refusal(
    `reading data aws_s3_object (${bucket}/${key})`,
    "NotFound: there is no such object. Put it there first, or correct the name.",
  );
}

/** A key by its id, ARN or alias. */
function keyId(name: string, near: Surroundings): string {
  if (!name.includes("alias/")) return name.split("/").at(-1) ?? name;
  const alias = near.find("aws_kms_alias", name.slice(name.indexOf("alias/")));
  return alias ? (textAt(alias, "target_key_arn")?.split("/").at(-1) ?? name) : name;
}

function only(type: string, config: Values, near: Surroundings): Values {
  const found = matching(type, config, near);
  const [first] = found;
  if (found.length === 1 && first) return first.values;
  const remedy = found.length === 0 ? "Create it first, or correct the filter." : "Narrow the filter.";
  throw new Refusal(
    `reading data ${type}`,
    `${found.length} objects match; the data source wants exactly one. ${remedy}`,
  );
}

/** Objects with the given arguments, and each filter's values (by argument name or tag:NAME). */
function matching(type: string, config: Values, near: Surroundings) {
  const conditions = [...argumentsOf(config), ...filtersOf(config), ...tagsOf(config)];
  return near.list(type).filter(({ values }) => conditions.every(({ of, among }) => among.includes(of(values))));
}

interface Condition {
  readonly of: (values: Values) => string;
  readonly among: readonly string[];
}

function argumentsOf(config: Values): Condition[] {
  return ["id", "vpc_id", "cidr_block", "availability_zone"].flatMap((name) => {
    const text = textAt(config, name);
    return text === undefined ? [] : [{ of: argument(name), among: [text] }];
  });
}

function filtersOf(config: Values): Condition[] {
  return valuesAt(config, "filter").map((filter) => {
    const name = textAt({ filter }, "filter.name") ?? "";
    const of = name.startsWith("tag:") ? tag(name.slice(4)) : argument(name.replaceAll("-", "_"));
    return { of, among: textsAt({ filter }, "filter.values") };
  });
}

function tagsOf(config: Values): Condition[] {
  const tags = config.tags ?? null;
  return isValues(tags) ? Object.entries(tags).map(([name, value]) => ({ of: tag(name), among: [String(value)] })) : [];
}

function argument(name: string): (values: Values) => string {
  return (values) => textAt(values, name) ?? "";
}

function tag(name: string): (values: Values) => string {
  return (values) => String(member(values.tags_all ?? null, name) ?? "");
}
