import { stackNames } from "../../environments/layers.ts";
import type { Stack } from "./stacks.ts";

/** A resource as a stack declares it. */
export interface Resource {
  readonly stack: string;
  readonly type: string;
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Whose stacks they are. */
export interface Place {
  readonly platform: string;
  readonly name: string;
  readonly aws: { readonly accountId: string; readonly region: string };
}

/** Stands for what a service chooses at an apply. */
const chosen = "0a1b2c3d-0000-4000-8000-000000000001";

/** Snowflake's user in AWS, which is known once the storage integration stands. */
export const snowflakeUser = "arn:aws:iam::999999999999:user/snowflake";

/**
 * The resources of synthesized stacks, with references between them and between stacks replaced by the names and ARNs
 * that an apply would give. A reference to what decides nothing about access stays as it is.
 */
export class DeployedNames {
  readonly resources: readonly Resource[];
  readonly #stacks: ReadonlyMap<string, Stack>;
  readonly #place: Place;

  constructor(stacks: ReadonlyMap<string, Stack>, place: Place) {
    this.#stacks = stacks;
    this.#place = place;
    this.resources = [...stacks].flatMap(([stack, json]) =>
      Object.entries(Object(json.resource)).flatMap(([type, byId]) =>
        Object.entries(Object(byId)).map(([id, body]) => ({ stack, type, id, body: Object(body) })),
      ),
    );
  }

  ofType(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** An attribute's text with its references replaced. */
  text(resource: Resource, attribute: string): string {
    const value = resource.body[attribute];
    return typeof value === "string" ? this.resolve(resource.stack, value) : "";
  }

  resolve(stack: string, text: string): string {
    return text.replaceAll(/\$\{([^}]*)\}/g, (whole, expression: string) => this.#value(stack, expression) ?? whole);
  }

  #value(stack: string, expression: string): string | undefined {
    const replaced = /^replace\((.+), "([^"]*)", "([^"]*)"\)$/.exec(expression);
    if (replaced) return this.#value(stack, replaced[1] ?? "")?.replace(replaced[2] ?? "", replaced[3] ?? "");
    const handover = /^data\.terraform_remote_state\.([a-z]+)\.outputs\.handover(.*)$/.exec(expression);
    if (handover) return this.#handedOver(handover[1] ?? "", handover[2] ?? "");
    const [type = "", id = "", attribute = "", ...rest] = expression.split(".");
    const found = this.resources.find(
      (resource) => resource.stack === stack && resource.type === type && resource.id === id,
    );
    if (found === undefined || rest.length > 0) return undefined;
    if (attribute === "arn") return this.arn(found);
    if (attribute === "storage_aws_iam_user_arn") return snowflakeUser;
    return typeof found.body[attribute] === "string" ? this.text(found, attribute) : undefined;
  }

  #handedOver(layer: string, path: string): string | undefined {
    const stack = stackNames(this.#place.name).find((name) => name.endsWith(`-${layer}`));
    if (stack === undefined) return undefined;
    const keys = [...path.matchAll(/\.([A-Za-z0-9_-]+)|\["([^"]*)"\]|\[(\d+)\]/g)].map(
      ([, a, b, c]) => a ?? b ?? c ?? "",
    );
    const output: unknown = Object(Object(this.#stacks.get(stack)?.output).handover).value;
    const value = keys.reduce((inner: unknown, key) => Object(inner)[key], output);
    return typeof value === "string" ? this.resolve(stack, value) : undefined;
  }

  /** Formats: AWS service authorization reference, resource types. Undefined for types that no policy names. */
  arn(resource: Resource): string | undefined {
    const { accountId, region } = this.#place.aws;
    const at = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
    const named = (attribute: string) => this.text(resource, attribute);
    const cluster = () => named("cluster_arn").split(":cluster/")[1];
    const formats: Readonly<Record<string, () => string>> = {
      aws_cloudwatch_log_group: () => at("logs", `log-group:${named("name")}`),
      aws_cloudwatch_log_stream: () => at("logs", `log-group:${named("log_group_name")}:log-stream:${named("name")}`),
      aws_iam_policy: () => `arn:aws:iam::${accountId}:policy/${named("name")}`,
      aws_iam_role: () => `arn:aws:iam::${accountId}:role/${named("name")}`,
      aws_kms_key: () => at("kms", `key/${resource.id}`),
      aws_msk_cluster: () => at("kafka", `cluster/${named("cluster_name")}/${chosen}-1`),
      aws_msk_topic: () => at("kafka", `topic/${cluster()}/${named("name")}`),
      aws_s3_bucket: () => `arn:aws:s3:::${named("bucket")}`,
      aws_secretsmanager_secret: () => at("secretsmanager", `secret:${named("name")}-AbCdEf`),
      aws_sns_topic: () => at("sns", named("name")),
    };
    return formats[resource.type]?.();
  }
}
