import { MaskingPolicy } from "@cdktf/provider-snowflake/lib/masking-policy/index.js";
import { RowAccessPolicy } from "@cdktf/provider-snowflake/lib/row-access-policy/index.js";
import { Tag } from "@cdktf/provider-snowflake/lib/tag/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AccessRole } from "./access-role.ts";
import { unmaskRoleName } from "./account-names.ts";
import { aliasGrantee } from "./alias-role.ts";
import type { GovernanceConfig, RowPolicyConfig } from "./governance-config.ts";
import { type Grantee, grantApply, grantOnAccountObject, grantOnSchema, type SchemaName } from "./grants.ts";
import { maskedTypes, rowCondition } from "./masks.ts";
import { type AccountNameOwner, accountName } from "./names.ts";
import type { SnowflakeProviders } from "./providers.ts";

export interface GovernanceProps {
  readonly owner: AccountNameOwner;
  readonly config: GovernanceConfig;
  /** Where tags and policies lie. */
  readonly schema: SchemaName;
  /** Functional role → its physical name. */
  readonly roleNames: Readonly<Record<string, string>>;
  readonly providers: SnowflakeProviders;
}

/** A tag for each class of data with a masking policy for each data type, and row-access policies: all of them empty promises until a model sets them. */
export class Governance extends Construct {
  /** Data class → `UNMASK_<CLASS>`: sees tagged columns as they are. */
  readonly unmask: Readonly<Record<string, AccessRole>>;
  readonly #props: GovernanceProps;
  readonly #settable: { readonly id: string; readonly kind: "TAG" | "ROW ACCESS POLICY"; readonly name: string }[] = [];

  constructor(scope: Construct, id: string, props: GovernanceProps) {
    super(scope, id);
    this.#props = props;
    const { config } = props;
    const ready = admit(this, props);
    const classes = Object.entries(config.classes);
    this.unmask = Object.fromEntries(
      classes.map(([name, { description }]) => [name, this.#createClass(name, description, ready)]),
    );
    for (const [name, policy] of Object.entries(config.rows)) this.#createRowPolicy(name, policy, ready);
  }

  /** Lets the owner of tables set the tags and row policies on them. */
  grantApply(scope: Construct, to: Grantee): void {
    const { schema } = this.#props;
    grantOnAccountObject(scope, "enter-governance", to, "DATABASE", schema.database, ["USAGE"]);
    grantOnSchema(scope, "enter-policies", to, schema, ["USAGE"]);
    for (const { id, kind, name } of this.#settable) grantApply(scope, id, to, kind, name);
  }

  #createClass(name: string, description: string, ready: ITerraformDependable[]): AccessRole {
    const { owner, providers, schema } = this.#props;
    const under = new Construct(this, name);
    const unmask = new AccessRole(under, "unmask", {
      provider: providers.access,
      name: accountName(owner, unmaskRoleName(name)),
      comment: `Sees columns tagged ${name} as they are`,
    });
    const home = { provider: providers.governance, database: schema.database, schema: schema.schema, dependsOn: ready };
    const policies = Object.entries(maskedTypes).map(([type, mask]) => {
      return new MaskingPolicy(new Construct(under, type), "policy", {
        ...home,
        name: `${name}_${type}`,
        argument: [{ name: "VAL", type }],
        returnDataType: type,
        body: `CASE WHEN IS_ROLE_IN_SESSION('${unmask.roleName}') THEN VAL ELSE ${mask} END`,
      });
    });
    const tag = new Tag(under, "tag", {
      ...home,
      name,
      comment: description,
      maskingPolicies: policies.map((policy) => policy.fullyQualifiedName),
    });
    this.#settable.push({ id: `sets-${name}`, kind: "TAG", name: tag.fullyQualifiedName });
    return unmask;
  }

  #createRowPolicy(name: string, config: RowPolicyConfig, ready: ITerraformDependable[]): void {
    const { providers, schema, roleNames } = this.#props;
    const policy = new RowAccessPolicy(new Construct(this, name), "rows", {
      provider: providers.governance,
      database: schema.database,
      schema: schema.schema,
      name,
      comment: config.description,
      argument: [{ name: config.column, type: config.type }],
      body: rowCondition(config, roleNames),
      dependsOn: ready,
    });
    this.#settable.push({ id: `sets-${name}`, kind: "ROW ACCESS POLICY", name: policy.fullyQualifiedName });
  }
}

/** Lets the alias that makes tags and policies make them here, and nowhere else. */
function admit(scope: Construct, { schema, providers }: GovernanceProps): ITerraformDependable[] {
  const maker = aliasGrantee(providers, providers.governance);
  const under = new Construct(scope, "maker");
  const creates = ["CREATE MASKING POLICY", "CREATE ROW ACCESS POLICY", "CREATE TAG", "USAGE"];
  return [
    grantOnAccountObject(under, "enter", maker, "DATABASE", schema.database, ["USAGE"]),
    grantOnSchema(under, "create", maker, schema, creates),
  ];
}
