import { DeployedNames, type Place, type Resource } from "./deployed-names.ts";
import {
  type Call,
  covers,
  type Deciding,
  isAllowed,
  isLike,
  list,
  type PolicyDocument,
  type PolicyStatement,
  policyFrom,
  principalsOf,
} from "./policy-decision.ts";
import type { Stack } from "./stacks.ts";

/** A bucket or secret with the customer managed key that its content is encrypted with, if there is one. */
export interface Encrypted {
  readonly name: string;
  readonly arn: string;
  readonly keyArn?: string | undefined;
}

interface Role {
  readonly arn: string;
  readonly documents: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument | undefined;
}

/** Who may do what in an environment's AWS account, from the policies of synthesized stacks. */
export class AwsAccess {
  /** IAM roles of the environment by physical name; not those that run Terraform. */
  readonly roles: ReadonlyMap<string, Role>;
  /** AWS's own policies that roles have, as "policy on role": what they say stands in no stack. */
  readonly unopened: readonly string[];
  readonly buckets: readonly Encrypted[];
  readonly secrets: readonly Encrypted[];
  /** Names of Kafka topics that are declared. */
  readonly topics: readonly string[];
  readonly clusterArn: string;
  readonly keyArns: readonly string[];
  readonly #policies: ReadonlyMap<string, PolicyDocument>;
  readonly #place: Place;

  constructor(stacks: ReadonlyMap<string, Stack>, place: Place) {
    this.#place = place;
    const names = new DeployedNames(stacks, place);
    const arns = (type: string) => names.ofType(type).map((each) => names.arn(each) ?? "");
    this.roles = rolesOf(names);
    this.unopened = names
      .ofType("aws_iam_role_policy_attachment")
      .filter((each) => names.text(each, "policy_arn").startsWith("arn:aws:iam::aws:"))
      .map((each) => `${names.text(each, "policy_arn").split("/").at(-1)} on ${names.text(each, "role")}`);
    this.buckets = bucketsOf(names);
    this.secrets = names.ofType("aws_secretsmanager_secret").map((each) => ({
      name: names.text(each, "name"),
      arn: names.arn(each) ?? "",
      keyArn: names.text(each, "kms_key_id") || undefined,
    }));
    this.topics = names.ofType("aws_msk_topic").map((each) => names.text(each, "name"));
    this.clusterArn = arns("aws_msk_cluster")[0] ?? "";
    this.keyArns = arns("aws_kms_key");
    this.#policies = resourcePolicies(names);
  }

  may(role: string, action: string, resource: string, extra: Readonly<Record<string, string>> = {}): boolean {
    const call: Call = { action, resource, context: { ...this.context(action), ...extra } };
    return isAllowed(call, this.deciding(role, resource));
  }

  /** What decides about a role's calls on a resource. */
  deciding(role: string, resource: string): Deciding {
    const found = this.roles.get(role);
    if (found === undefined)
      throw new Error(`There is no role ${role}; there are ${[...this.roles.keys()].join(", ")}.`);
    const { arn, documents, boundary } = found;
    return { roleArn: arn, identity: documents, boundary, resource: this.policyOf(resource) };
  }

  /** A bucket's policy decides about its objects, the cluster's about its topics and groups. */
  policyOf(resource: string): PolicyDocument | undefined {
    const owner = resource.startsWith("arn:aws:s3:::") ? (resource.split("/")[0] ?? "") : resource;
    return this.#policies.get(/:(topic|group)\//.test(resource) ? this.clusterArn : owner);
  }

  /** Services and strangers whom a resource's own policy lets do something, under whatever conditions. */
  admitted(action: string, resource: string): string[] {
    const own = [...this.roles.values()].map(({ arn }) => arn);
    return (this.policyOf(resource)?.Statement ?? [])
      .filter((statement) => statement.Effect === "Allow" && covers(statement, action, resource))
      .flatMap(principalsOf)
      .filter((principal) => !own.includes(principal));
  }

  /** What IAM knows of any call of a role of the environment on what is the environment's. */
  context(action: string): Record<string, string> {
    const { name, aws } = this.#place;
    return {
      "aws:RequestedRegion": aws.region,
      "aws:ResourceAccount": aws.accountId,
      ...(/^(kms|secretsmanager):/.test(action) && { "aws:ResourceTag/Environment": name }),
      "aws:PrincipalIsAWSService": "false",
      "aws:SecureTransport": "true",
      ...(action.startsWith("s3:") && { "s3:TlsVersion": "1.3" }),
    };
  }

  /** The texts KMS gets when a service uses a key for an encrypted thing. */
  keyContext(service: "s3" | "secretsmanager", { arn }: Encrypted): Record<string, string> {
    return {
      "kms:ViaService": `${service}.${this.#place.aws.region}.amazonaws.com`,
      ...(service === "s3" && { "kms:EncryptionContext:aws:s3:arn": arn }),
    };
  }

  /** Every statement that allows something, of roles and of resources. */
  allowing(): PolicyStatement[] {
    const documents = [...[...this.roles.values()].flatMap((role) => role.documents), ...this.#policies.values()];
    return documents.flatMap(({ Statement }) => Statement).filter(({ Effect }) => Effect === "Allow");
  }

  /** The last part of a topic's or group's ARN, wherever a policy allows an action on one; wildcards as they stand. */
  kafkaNames(kind: "topic" | "group", action: string): string[] {
    const inside = `${this.clusterArn.replace(":cluster/", `:${kind}/`)}/`;
    const resources = this.allowing()
      .filter(({ Action }) => list(Action).some((pattern) => isLike(action, pattern)))
      .flatMap(({ Resource = [] }) => list(Resource));
    return [...new Set(resources.filter((arn) => arn.startsWith(inside)).map((arn) => arn.slice(inside.length)))];
  }
}

/** What the account's own stack has is there for those who run Terraform. */
function isOfEnvironment({ stack }: Resource): boolean {
  return !stack.startsWith("state-");
}

function rolesOf(names: DeployedNames): Map<string, Role> {
  const policies = new Map(names.ofType("aws_iam_policy").map((each) => [names.arn(each), documentOf(names, each)]));
  const ours = names.ofType("aws_iam_role").filter(isOfEnvironment);
  return new Map(
    ours.map((role) => {
      const name = names.text(role, "name");
      const inline = names.ofType("aws_iam_role_policy").filter((each) => names.text(each, "role") === name);
      const attached = names
        .ofType("aws_iam_role_policy_attachment")
        .filter((each) => names.text(each, "role") === name)
        .flatMap((each) => policies.get(names.text(each, "policy_arn")) ?? []);
      const documents = [...inline.map((each) => documentOf(names, each)), ...attached];
      return [
        name,
        { arn: names.arn(role) ?? "", documents, boundary: policies.get(names.text(role, "permissions_boundary")) },
      ];
    }),
  );
}

function documentOf(names: DeployedNames, resource: Resource, attribute = "policy"): PolicyDocument {
  return policyFrom(names.text(resource, attribute));
}

function bucketsOf(names: DeployedNames): Encrypted[] {
  const keys = new Map(
    names.ofType("aws_s3_bucket_server_side_encryption_configuration").map((each) => {
      const [rule] = Array.isArray(each.body.rule) ? each.body.rule : [each.body.rule];
      const key = Object(Object(rule).apply_server_side_encryption_by_default).kms_master_key_id;
      return [names.text(each, "bucket"), typeof key === "string" ? names.resolve(each.stack, key) : undefined];
    }),
  );
  const ours = names.ofType("aws_s3_bucket").filter(isOfEnvironment);
  return ours.map((each) => {
    const name = names.text(each, "bucket");
    return { name, arn: names.arn(each) ?? "", keyArn: keys.get(name) };
  });
}

/** Types of policies that a resource has of its own, with what holds the resource's name or ARN. */
const policyTypes: Readonly<Record<string, string>> = {
  aws_msk_cluster_policy: "cluster_arn",
  aws_s3_bucket_policy: "bucket",
  aws_secretsmanager_secret_policy: "secret_arn",
  aws_sns_topic_policy: "arn",
};

function resourcePolicies(names: DeployedNames): Map<string, PolicyDocument> {
  const own = Object.entries(policyTypes).flatMap(([type, attribute]) =>
    names.ofType(type).map((each): [string, PolicyDocument] => {
      const target = names.text(each, attribute);
      return [target.startsWith("arn:") ? target : `arn:aws:s3:::${target}`, documentOf(names, each)];
    }),
  );
  const keys = names
    .ofType("aws_kms_key")
    .map((each): [string, PolicyDocument] => [names.arn(each) ?? "", documentOf(names, each)]);
  return new Map([...own, ...keys]);
}
