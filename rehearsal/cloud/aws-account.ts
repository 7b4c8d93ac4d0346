import type { Block } from "../schema/schema.ts";
import { isUnknown, isValues, UNKNOWN, type Value, type Values } from "../value.ts";
import type { Account, Change, Operation } from "./account.ts";
import { Buckets } from "./buckets.ts";
import type { Finding } from "./cloud.ts";
import { readAwsData } from "./data-aws.ts";
import { checkDependents, PARTS, usersOf } from "./dependents-aws.ts";
import type { Setting } from "./draft.ts";
import type { Identity } from "./identity.ts";
import type { ObjectKind } from "./kind.ts";
import { checkName } from "./names-aws.ts";
import { awsKind } from "./objects-aws.ts";
import { textAt, textsAt, valuesAt } from "./paths.ts";
import { checkReferences } from "./references-aws.ts";
import { refuse, type Surroundings } from "./rule.ts";
import { checkService } from "./rules-aws.ts";
import type { Store } from "./store.ts";

/** One AWS account in one default region, entered by an assumed or given role. */
export class AwsAccount implements Account {
  private readonly store: Store;
  private readonly identity: Identity;
  private accountId = "";
  private region: string | undefined;
  private role = "";
  private defaultTags: Value = {};

  constructor(store: Store, identity: Identity) {
    this.store = store;
    this.identity = identity;
  }

  configure(config: Values): Finding[] {
    const allowed = textsAt(config, "allowed_account_ids");
    const assumed = textAt(config, "assume_role.role_arn");
    this.region = textAt(config, "region");
    this.defaultTags = valuesAt(config, "default_tags.tags")[0] ?? {};
    this.accountId = this.identity.aws?.accountId ?? allowed[0] ?? assumed?.split(":")[4] ?? "000000000000";
    this.role = assumed?.split("/").at(-1) ?? this.identity.aws?.role ?? "";
    return [...this.checkRegion(), ...this.checkAccount(allowed), ...this.checkRole(assumed)];
  }

  kind(type: string): ObjectKind {
    return awsKind(type);
  }

  setting(values: Values): Setting {
    const region = this.regionOf(values);
    const names = { account: this.accountId, region, partition: partitionOf(region) };
    return { names, found: (type, id) => this.store.get(this.folder(type, values), id)?.values ?? null };
  }

  folder(type: string, values: Values): string {
    return `aws/${this.accountId}/${"region" in values ? this.regionOf(values) : "global"}/${type}`;
  }

  folders(type: string): string[] {
    const accounts = this.store.names("aws").map((account) => `aws/${account}`);
    return accounts.flatMap((account) => this.store.names(account).map((region) => `${account}/${region}/${type}`));
  }

  plan(schema: Block, planned: Values): Values {
    const completed: Values = { ...planned };
    if ("region" in planned && isUnknown(planned.region) && this.region !== undefined) completed.region = this.region;
    if (schema.attributes.some(({ name, computed }) => name === "tags_all" && computed))
      completed.tags_all = this.allTags(planned.tags ?? null);
    return completed;
  }

  authorize(operation: Operation, type: string): void {
    // The convention of Plinth's deploy roles: a plan role reads and changes nothing.
    if (operation === "read" || !this.role.endsWith("-plan")) return;
    const caller = `arn:aws:sts::${this.accountId}:assumed-role/${this.role}`;
    refuse(
      { operation, type, id: "" },
      "AccessDenied",
      `${caller} may only read. Use the deploy role to change anything.`,
    );
  }

  check(change: Change): void {
    const near = this.surroundings(change);
    checkName(change);
    checkReferences(change, near, this.accountId);
    checkService(change, near);
    checkDependents(change, near);
    this.buckets(change).check(change);
  }

  follow(change: Change): void {
    this.buckets(change).follow(change);
    if (change.operation !== "delete") return;
    const near = this.surroundings(change);
    for (const part of PARTS[change.type] ?? []) {
      for (const { type, id, values } of usersOf(change, near, part)) this.store.remove(this.folder(type, values), id);
    }
    if (change.type === "aws_eks_cluster")
      this.store.removeAll(`${this.place(change)}/kubernetes/${encodeURIComponent(change.id)}`);
  }

  readData(type: string, schema: Block, config: Values): Values {
    const region = this.regionOf(config);
    const near = this.surroundings({ prior: config, next: { ...config, region } });
    return readAwsData(
      type,
      schema,
      config,
      { account: this.accountId, region, partition: partitionOf(region), role: this.role },
      near,
    );
  }

  /** The folder of the region in which a change happens; global objects count to the provider's own. */
  private place({ prior, next }: Pick<Change, "prior" | "next">): string {
    return `aws/${this.accountId}/${this.regionOf(next ?? prior ?? {})}`;
  }

  private surroundings(change: Pick<Change, "prior" | "next">): Surroundings {
    const folders = [this.place(change), `aws/${this.accountId}/global`];
    const list = (type: string) => folders.flatMap((folder) => this.store.list(`${folder}/${type}`));
    const find = (type: string, id: string) => {
      // Buckets are named without a region, from any region.
      const places = type === "aws_s3_bucket" ? this.folders(type) : folders.map((folder) => `${folder}/${type}`);
      for (const place of places) {
        const found = this.store.get(place, id);
        if (found) return found.values;
      }
      return null;
    };
    return { list, find, size: (bucket, key) => this.buckets(change).size(bucket, key) };
  }

  private buckets(change: Pick<Change, "prior" | "next">): Buckets {
    return new Buckets(this.store, this.place(change));
  }

  private regionOf(values: Values): string {
    return typeof values.region === "string" ? values.region : (this.region ?? "us-east-1");
  }

  private allTags(tags: Value): Value {
    if (isUnknown(tags) || isUnknown(this.defaultTags)) return UNKNOWN;
    return { ...(isValues(this.defaultTags) && this.defaultTags), ...(isValues(tags) && tags) };
  }

  private checkRegion(): Finding[] {
    if (this.region !== undefined) return [];
    return [
      error(
        "Missing region",
        "the aws provider's `region` is not set. Set it in the provider's configuration.",
        "region",
      ),
    ];
  }

  private checkAccount(allowed: readonly string[]): Finding[] {
    if (allowed.length === 0 || allowed.includes(this.accountId)) return [];
    const detail = `the caller is in account ${this.accountId}; the provider allows ${allowed.join(", ")}. Use credentials of that account.`;
    return [error("AWS account ID not allowed", detail, "allowed_account_ids")];
  }

  private checkRole(assumed: string | undefined): Finding[] {
    const account = assumed?.split(":")[4];
    if (account === undefined || account === this.accountId) return [];
    const detail = `AccessDenied: a caller in account ${this.accountId} may not assume ${assumed}. Use credentials of account ${account}.`;
    return [error("Cannot assume IAM Role", detail, "assume_role")];
  }
}

function error(summary: string, detail: string, attribute: string): Finding {
  return { severity: "error", summary, detail, path: [attribute] };
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
