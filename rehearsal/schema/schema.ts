/** Terraform's type notation as JSON carries it: "string", ["list", "string"], ["object", { name: "string" }] … */
export type CtyType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | ["list" | "set" | "map", CtyType]
  | ["object", { [name: string]: CtyType }];

export type Nesting = "single" | "list" | "set" | "map";

interface Flags {
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly writeOnly: boolean;
}

/** An attribute holds a value of a type, or (framework providers) nested attributes with flags of their own. */
export type Attribute = Flags & { readonly name: string } & (
    | { readonly type: CtyType; readonly nested?: undefined }
    | {
        readonly nested: { readonly nesting: Nesting; readonly attributes: readonly Attribute[] };
        readonly type?: undefined;
      }
  );

export interface NestedBlock {
  readonly name: string;
  readonly nesting: Nesting;
  readonly minItems: number;
  /** 0 means no limit. */
  readonly maxItems: number;
  readonly block: Block;
}

/** What one provider, resource or data source takes and returns. */
export interface Block {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly NestedBlock[];
}

export type ProviderName = "aws" | "snowflake" | "kubernetes" | "helm";
export type SchemaKind = "provider" | "resource" | "data";
