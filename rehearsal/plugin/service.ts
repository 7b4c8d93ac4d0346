import type { Cloud, Finding } from "../cloud/cloud.ts";
import type { Block, ProviderName, SchemaKind } from "../schema/schema.ts";
import { diagnostic, failure } from "./diagnostics.ts";
import { decodeValues, encodeValue } from "./encoding.ts";
import { type Diagnostic, type DynamicValue, type ProviderService, severity, type WireSchema } from "./messages.ts";
import { brokenPromises } from "./outcome.ts";
import { resourceRpcs } from "./resources.ts";
import { typesInUse } from "./types-in-use.ts";
import { validateConfig } from "./validate.ts";
import { wireSchema } from "./wire-schema.ts";

/** What a simulated provider stands on. */
export interface Foundations {
  readonly name: ProviderName;
  /** The working folder of the stack that Terraform is working on. */
  readonly folder: string;
  /** A type's schema; throws for one that the provider does not have. */
  readonly schema: (kind: SchemaKind, type: string) => Block;
  readonly openCloud: () => Promise<Cloud>;
}

/** Answers Terraform as the named provider would, out of the simulated cloud. */
export function simulatedProvider({ name, folder, schema, openCloud }: Foundations): ProviderService {
  let configured: Cloud | undefined;
  const cloud = () => {
    if (configured === undefined) throw new Error(`the ${name} provider is not configured yet`);
    return configured;
  };
  return {
    GetProviderSchema() {
      const { resource, data } = typesInUse(name, folder);
      const diagnostics: Diagnostic[] = [];
      const served = (kind: "resource" | "data", types: ReadonlySet<string>) =>
        Object.fromEntries(
          [...types].flatMap((type): [string, WireSchema][] => {
            try {
              return [[type, wireSchema(schema(kind, type))]];
            } catch (problem) {
              diagnostics.push(noSchema(problem));
              return [];
            }
          }),
        );
      return {
        provider: wireSchema(schema("provider", name)),
        resource_schemas: served("resource", resource),
        data_source_schemas: served("data", data),
        // Terraform then asks for the schemas once a command instead of in each of its processes.
        server_capabilities: { get_provider_schema_optional: true },
        diagnostics,
      };
    },

    ValidateProviderConfig: ({ config }) => validated(schema("provider", name), config),
    ValidateResourceConfig: ({ type_name, config }) => validated(schema("resource", type_name), config),
    ValidateDataResourceConfig: ({ type_name, config }) => validated(schema("data", type_name), config),

    async ConfigureProvider({ config }) {
      const block = schema("provider", name);
      return {
        diagnostics: await diagnosed(block, `configure ${name}`, async () => {
          configured = await openCloud();
          return configured.configure(decodeValues(config) ?? {});
        }),
      };
    },

    ReadDataSource({ type_name: type, config }) {
      const block = schema("data", type);
      try {
        const values = cloud().readData(type, block, decodeValues(config) ?? {});
        const [unfinished] = brokenPromises(values, values);
        if (unfinished !== undefined) throw new Error(unfinished);
        return { state: encodeValue(values), diagnostics: [] };
      } catch (problem) {
        return { diagnostics: [failure(problem, `read data ${type}`, block)] };
      }
    },

    ...resourceRpcs(cloud, (type) => schema("resource", type)),
    StopProvider: () => ({ Error: "" }),
  };
}

function validated(block: Block, config: DynamicValue) {
  const findings = validateConfig(block, decodeValues(config) ?? {});
  return { diagnostics: findings.map((finding) => diagnostic(finding, block)) };
}

async function diagnosed(block: Block, operation: string, find: () => Promise<Finding[]>): Promise<Diagnostic[]> {
  try {
    return (await find()).map((finding) => diagnostic(finding, block));
  } catch (problem) {
    return [failure(problem, operation, block)];
  }
}

function noSchema(problem: unknown): Diagnostic {
  const detail = problem instanceof Error ? problem.message : String(problem);
  return { severity: severity.error, summary: "No schema for a type in use", detail };
}
