import { Database } from "@cdktf/provider-snowflake/lib/database/index.js";
import { GrantPrivilegesToAccountRole } from "@cdktf/provider-snowflake/lib/grant-privileges-to-account-role/index.js";
import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import type { Construct } from "constructs";

/** A future grant: of which kind of object, in which database, and in which of its schemas if not in all. */
export interface FutureGrant {
  readonly path: string;
  readonly kind: string;
  readonly database: string;
  readonly schema?: string;
}

/**
 * Database-level future grants that a schema-level one hides: where both are for the same kind of object, Snowflake
 * applies the schema's alone, whoever the two are for. Source: Snowflake documentation, GRANT <privileges>, "Considerations".
 */
export function hiddenGrants(grants: readonly FutureGrant[]): string[] {
  const onSchemas = grants.filter(({ schema }) => schema !== undefined);
  return grants.flatMap(({ path, kind, database, schema }) => {
    const hiding = onSchemas.find((other) => other.kind === kind && other.database === database);
    if (schema !== undefined || hiding === undefined) return [];
    return [
      `${path}: it grants on future ${kind} in the database ${database}; a future grant on a schema hides it there (${hiding.path}). Grant schema by schema.`,
    ];
  });
}

/** Checks the whole stack before it is synthesized: what another domain grants counts too. */
export function refuseHiddenGrants(scope: Construct): void {
  scope.node.addValidation({ validate: () => hiddenGrants(futureGrants(TerraformStack.of(scope))) });
}

function futureGrants(stack: TerraformStack): FutureGrant[] {
  const nodes = stack.node.findAll();
  const names = new Map(
    nodes.flatMap((node) => (node instanceof Database ? [[`\${${node.fqn}.name}`, node.nameInput]] : [])),
  );
  const resolver = new DefaultTokenResolver(new StringConcat());
  const text = (value: string) =>
    [...names].reduce(
      (all, [reference = "", name = ""]) => all.replaceAll(reference, name),
      String(Tokenization.resolve(value, { scope: stack, resolver, preparing: false })),
    );
  return nodes.flatMap((node) => {
    const future = node instanceof GrantPrivilegesToAccountRole ? node.onSchemaObjectInput?.future : undefined;
    if (future === undefined) return [];
    const { objectTypePlural: kind, inDatabase, inSchema } = future;
    const [database = "", schema] = text(inSchema ?? inDatabase ?? "")
      .replaceAll('"', "")
      .split(/\.(?![^{]*\})/);
    return [{ path: node.node.path, kind, database, ...(schema !== undefined && { schema }) }];
  });
}
