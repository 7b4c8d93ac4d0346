import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { CORRECTION_FILES, corrected } from "../../../rehearsal/schema/correction.ts";
import { deriveSchema } from "../../../rehearsal/schema/derive.ts";
import type { ProviderName, SchemaKind } from "../../../rehearsal/schema/schema.ts";

const [SENSITIVE_FILE = "", CORRECTIONS_FILE = ""] = CORRECTION_FILES;
const PROVIDERS: readonly ProviderName[] = ["aws", "snowflake", "kubernetes", "helm"];

test("a correction of what the schema does not have is refused with type, property and path", () => {
  expect(() => corrected("resource", "aws_db_instance", { attributes: [], blocks: [] })).toThrow(
    "A correction of aws_db_instance sets sensitive at password, where the derived schema has no place for it.",
  );
});

test("a correction touches only the type and kind it names", () => {
  const empty = { attributes: [], blocks: [] };
  expect(corrected("data", "aws_db_instance_of_another_kind", empty)).toBe(empty);
  expect(corrected("provider", "aws_db_instance", empty)).toBe(empty);
});

test("every listed correction names a source, and every corrected schema derives", () => {
  const corrections = listed();
  expect(corrections.length).toBeGreaterThan(0);
  for (const { kind, type, source } of corrections) {
    expect(source).toMatch(/^\w+\/\w+ \d+\.\d+\.\d+ terraform providers schema/);
    const provider = PROVIDERS.find((name) => type === name || type.startsWith(`${name}_`));
    if (provider === undefined) throw new Error(`${type} belongs to no provider`);
    expect(deriveSchema(provider, kind, type).attributes.length).toBeGreaterThan(0);
  }
});

interface Listed {
  readonly kind: SchemaKind;
  readonly type: string;
  readonly source: string;
}

function listed(): Listed[] {
  const sensitive: ({ source: string } & Record<SchemaKind, object | undefined>)[] = JSON.parse(
    readFileSync(SENSITIVE_FILE, "utf8"),
  );
  const others: { source: string; corrections: Omit<Listed, "source">[] }[] = JSON.parse(
    readFileSync(CORRECTIONS_FILE, "utf8"),
  );
  const kinds = ["provider", "resource", "data"] as const;
  return [
    ...sensitive.flatMap(({ source, ...stated }) =>
      kinds.flatMap((kind) => Object.keys(stated[kind] ?? {}).map((type) => ({ kind, type, source }))),
    ),
    ...others.flatMap(({ source, corrections }) => corrections.map((correction) => ({ ...correction, source }))),
  ];
}
