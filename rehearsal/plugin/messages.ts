/** The plugin protocol's messages as plain objects, by the names and numbers of tfplugin6.proto. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

export type Step = { attribute_name: string } | { element_key_string: string } | { element_key_int: number };

export interface AttributePath {
  readonly steps: readonly Step[];
}

export const severity = { error: 1, warning: 2 } as const;

export interface Diagnostic {
  readonly severity: (typeof severity)[keyof typeof severity];
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: AttributePath;
}

/** Numbers of NestingMode, the same for blocks and nested attributes. */
export const nestingMode = { single: 1, list: 2, set: 3, map: 4 } as const;
type NestingMode = (typeof nestingMode)[keyof typeof nestingMode];

export interface WireAttribute {
  readonly name: string;
  readonly type?: Uint8Array;
  readonly nested_type?: { readonly attributes: readonly WireAttribute[]; readonly nesting: NestingMode };
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly write_only: boolean;
}

export interface WireBlock {
  readonly attributes: readonly WireAttribute[];
  readonly block_types: readonly {
    readonly type_name: string;
    readonly block: WireBlock;
    readonly nesting: NestingMode;
    readonly min_items: number;
    readonly max_items: number;
  }[];
}

export interface WireSchema {
  readonly version: number;
  readonly block: WireBlock;
}

interface Diagnosed {
  readonly diagnostics: readonly Diagnostic[];
}

/** Request and response of every rpc of the provider service. */
export interface Rpcs {
  GetProviderSchema: [
    request: object,
    response: Diagnosed & {
      provider: WireSchema;
      resource_schemas: Record<string, WireSchema>;
      data_source_schemas: Record<string, WireSchema>;
      server_capabilities: { get_provider_schema_optional: boolean };
    },
  ];
  ValidateProviderConfig: [request: { config: DynamicValue }, response: Diagnosed];
  ValidateResourceConfig: [request: { type_name: string; config: DynamicValue }, response: Diagnosed];
  ValidateDataResourceConfig: [request: { type_name: string; config: DynamicValue }, response: Diagnosed];
  UpgradeResourceState: [
    request: { type_name: string; raw_state: { json: Uint8Array } },
    response: Diagnosed & { upgraded_state: DynamicValue },
  ];
  ConfigureProvider: [request: { config: DynamicValue }, response: Diagnosed];
  ReadResource: [
    request: { type_name: string; current_state: DynamicValue; private: Uint8Array },
    response: Diagnosed & { new_state: DynamicValue; private: Uint8Array },
  ];
  ReadDataSource: [
    request: { type_name: string; config: DynamicValue },
    response: Diagnosed & { state?: DynamicValue },
  ];
  PlanResourceChange: [
    request: {
      type_name: string;
      prior_state: DynamicValue;
      proposed_new_state: DynamicValue;
      config: DynamicValue;
      prior_private: Uint8Array;
    },
    response: Diagnosed & {
      planned_state: DynamicValue;
      requires_replace: readonly AttributePath[];
      planned_private: Uint8Array;
    },
  ];
  ApplyResourceChange: [
    request: {
      type_name: string;
      prior_state: DynamicValue;
      planned_state: DynamicValue;
      config: DynamicValue;
      planned_private: Uint8Array;
    },
    response: Diagnosed & { new_state: DynamicValue; private: Uint8Array },
  ];
  ImportResourceState: [
    request: { type_name: string; id: string },
    response: Diagnosed & {
      imported_resources: readonly { type_name: string; state: DynamicValue; private: Uint8Array }[];
    },
  ];
  StopProvider: [request: object, response: { Error: string }];
}

/** What answers Terraform: one function for each rpc. */
export type ProviderService = {
  [Name in keyof Rpcs]: (request: Rpcs[Name][0]) => Rpcs[Name][1] | Promise<Rpcs[Name][1]>;
};
