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
import type { Store } from "./store.ts";

/** Roles under which nothing can be made: the default of the provider aliases is one of them. */
const POWERLESS = new Set(["", "PUBLIC"]);
/** Who may create these. Sources: Snowflake documentation, CREATE RESOURCE MONITOR, CREATE NETWORK POLICY, ALTER ACCOUNT. */
const ADMINISTRATORS_ONLY: ReadonlyMap<string, readonly string[]> = new Map([
  ["snowflake_account_parameter", ["ACCOUNTADMIN"]],
  ["snowflake_network_policy", ["ACCOUNTADMIN", "SECURITYADMIN"]],
  ["snowflake_resource_monitor", ["ACCOUNTADMIN"]],
]);
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
    checkSnowflake(change, this.surroundings());
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
    const administrators = ADMINISTRATORS_ONLY.get(type);
    if (administrators && !administrators.includes(this.role.toUpperCase())) {
      const detail = `only ${administrators.join(" and ")} creates these; the role is ${this.role}. Declare it in the account stack.`;
      refuse({ operation: "create", type, id: "" }, "003001 (42501): SQL access control error", detail);
    }
  }

  private home(): string {
    return `snowflake/${this.organization}-${this.account}`;
  }

  private surroundings(): Surroundings {
    return {
      list: (type) => this.store.list(this.folder(type)),
      find: (type, id) => this.store.get(this.folder(type), id)?.values ?? null,
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
