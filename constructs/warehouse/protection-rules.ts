import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import type { DatabaseConfig } from "./config.ts";
import type { GovernanceConfig } from "./governance-config.ts";

interface Declared {
  readonly databases: Readonly<Record<string, DatabaseConfig>>;
  readonly governance?: GovernanceConfig | undefined;
}

/** What a publish must keep masked lies in what a publish builds, and its class is one that something masks. */
export function* protectionBreaches({ databases, governance }: Declared): Iterable<Breach> {
  yield* each(databases, function* ({ protects, schemas, publishedBySwap }, name) {
    const at = ["databases", name, "protects"];
    if (Object.keys(protects).length > 0 && !publishedBySwap) {
      yield {
        path: at,
        also: [["databases", name, "publishedBySwap"]],
        rule: "only a database that is published by swap is checked for its protected columns",
        remedy: "Tag the columns where the tables are made, or publish the database by swap",
      };
    }
    yield* each(protects, function* (dataClass, column) {
      const known = Object.keys(governance?.classes ?? {});
      if (!known.includes(dataClass)) {
        yield {
          path: [...at, column],
          also: [["governance"]],
          rule: `it must be a class of governance.classes (${known.join(", ") || "there is none"})`,
          remedy: known.length > 0 ? "Name one of them or declare the class" : "Declare the class",
        };
      }
      if (schemas.includes(column.split(".")[0] ?? "")) return;
      yield {
        path: [...at, column],
        also: [["databases", name, "schemas"]],
        aboutName: true,
        rule: `it must lie in a schema of ${name} (${schemas.join(", ") || "there is none"})`,
        remedy: "Correct the name or declare the schema",
      };
    });
  });
}
