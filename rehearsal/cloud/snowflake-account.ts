import { mkdirSync } from "node:fs";
import type { Block } from "../schema/schema.ts";
import type { Values } from "../value.ts";
import type { Account, Change, Operation } from "./account.ts";
import { type Finding, Refusal } from "./cloud.ts";
import type { Setting } from "./draft.ts";
import { snowflakeFeatures } from "./facts.ts";
import type { Identity } from "./identity.ts";
import type { ObjectKind } from "./kind.ts";
import { snowflakeKind } from "./objects-snowflake.ts";
import { textAt, textsAt } from "./paths.ts";
import { refuse, type Surroundings } from "./rule.ts";
import { checkSnowflake, goesWith } from "./rules-snowflake.ts";
import { checkLoading } from "./rules-snowflake-loading.ts";
import { creationRefusal } from "./snowflake-privileges.ts";
import type { Store } from "./store.ts";

/** Roles under which nothing can be made: the default of the provider aliases is one of them. */
const POWERLESS = new Set(["", "PUBLIC"]);
/** Where the made-up queues of this account lie; no attribute tells a Snowflake account's cloud region. */
const QUEUE_REGION = "us-west-2";

/** One Snowflake account under one role. */
export class SnowflakeAccount implements Account {
  private readonly store: Store;
  private readonly identity: Identity;
  private organization = "";
  private account = "";
  private role = "";
  private enabled: ReadonlySet<string> = new Set();

  constructor(store: Store, identity: Identity) {
    this.store = store;
    this.identity = identity;
  }

  configure(config: Values): Finding[] {
    const organization = textAt(config, "organization_name");
    const account = textAt(config, "account_name");
    this.organization = this.identity.snowflake?.organization ?? organization ?? "";
    this.account = this.identity.snowflake?.account ?? account ?? "";
    this.role = textAt(config, "role") ?? "";
    this.enabled = new Set(textsAt(config, "preview_features_enabled"));
    return [
      ...mismatch("organization_name", organization, this.organization),
      ...mismatch("account_name", account, this.account),
      ...unknownFeatures(config),
    ];
  }

  kind(type: string): ObjectKind {
    return snowflakeKind(type);
  }

  setting(): Setting {
    const names = {
      organization: this.organization,
      snowflakeAccount: this.account,
      role: this.role,
      partition: "aws",
      region: QUEUE_REGION,
    };
    return { names, found: (type, id) => this.store.get(this.folder(type), id)?.values ?? null };
  }

  folder(type: string): string {
    return `${this.home()}/${type}`;
  }

  folders(type: string): string[] {
    return [this.folder(type)];
  }

  plan(_schema: Block, planned: Values): Values {
    return planned;
  }

  authorize(operation: Operation, type: string): void {
    const feature = `${type}_resource`;
    if (snowflakeFeatures().preview_features.includes(feature) && !this.enabled.has(feature)) {
      const remedy = `Add "${feature}" to preview_features_enabled in the provider's configuration.`;
      refuse(
        { operation, type, id: "" },
        "preview feature not enabled",
        `${type} is a preview resource of this provider. ${remedy}`,
      );
    }
    if (operation === "create") this.requirePower(type);
  }

  check(change: Change): void {
    const near = this.surroundings();
    checkSnowflake(change, near);
    checkLoading(change, near, (type, arn) => this.abroad(type, arn));
  }

  follow(change: Change): void {
    const database =
      change.type === "snowflake_database" ? textAt(change.next ?? change.prior ?? {}, "name") : undefined;
    const bytes = database && `${this.home()}/databases/${database}`;
    if (change.operation === "create" && bytes) mkdirSync(this.store.path(bytes), { recursive: true });
    if (change.operation !== "delete") return;
    for (const type of this.store.types(this.home())) {
      for (const { id, values } of this.store.list(this.folder(type))) {
        if (goesWith(change, type, id, values)) this.store.remove(this.folder(type), id);
      }
    }
    if (bytes) this.store.removeAll(bytes);
  }

  readData(type: string, _schema: Block, _config: Values): Values {
    throw new Refusal(
      `reading data ${type}`,
      `the simulated cloud has no data source ${type}. Pass the value in instead.`,
    );
  }

  private requirePower(type: string): void {
    const roles = [
      this.role,
      ...(this.identity.snowflake?.role === undefined ? [] : [this.identity.snowflake.role ?? ""]),
    ];
    const powerless = roles.find((role) => POWERLESS.has(role.toUpperCase()));
    if (powerless !== undefined) {
      const detail = `Insufficient privileges: role ${powerless || "(none)"} may create nothing. Use a provider alias with a role of its own.`;
      refuse({ operation: "create", type, id: "" }, "003001 (42501): SQL access control error", detail);
    }
    const refusal = creationRefusal(this.role, type, this.surroundings());
    if (refusal !== undefined)
      refuse({ operation: "create", type, id: "" }, "003001 (42501): SQL access control error", refusal);
  }

  /** What an ARN names in the AWS accounts of the same cloud, for Snowflake reads and listens there. IAM has no region. */
  private abroad(type: string, arn: string): Values | null {
    const [, , , region, account, resource = ""] = arn.split(":");
    const id = region === "" ? (resource.split("/").at(-1) ?? "") : arn;
    return this.store.get(`aws/${account}/${region || "global"}/${type}`, id)?.values ?? null;
  }

  private home(): string {
    return `snowflake/${this.organization}-${this.account}`;
  }

  private surroundings(): Surroundings {
    return {
      list: (type) => this.store.list(this.folder(type)),
      find: (type, id) => this.store.get(this.folder(type), id)?.values ?? null,
      size: () => undefined,
    };
  }
}

/** Organization and account names are told apart by no case, and hyphens stand for underscores. */
function mismatch(attribute: string, configured: string | undefined, actual: string): Finding[] {
  const plain = (name: string) => name.toUpperCase().replaceAll("-", "_");
  if (configured === undefined || plain(configured) === plain(actual)) return [];
  const detail = `${attribute} is ${configured}, but the caller's credentials are for ${actual}. Use credentials of ${configured}.`;
  return [
    {
      severity: "error",
      summary: "390100 (08004): Incorrect username or password was specified",
      detail,
      path: [attribute],
    },
  ];
}

function unknownFeatures(config: Values): Finding[] {
  const { preview_features, promoted_to_stable, experimental_features } = snowflakeFeatures();
  const known = {
    preview_features_enabled: [...preview_features, ...promoted_to_stable],
    experimental_features_enabled: experimental_features,
  };
  return Object.entries(known).flatMap(([attribute, names]) =>
    textsAt(config, attribute)
      .filter((name) => !names.includes(name))
      .map((name): Finding => {
        const detail = `${attribute} names ${name}, which this version of the provider does not know. Remove it or correct the name.`;
        return { severity: "error", summary: "Unknown feature", detail, path: [attribute] };
      }),
  );
}
