import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { jobContract, type WarehouseContract } from "../../../jobs/contract.ts";
import { FolderStore } from "../../../jobs/lake/folder-store.ts";
import type { BuildRequest } from "../../../jobs/transform/build.ts";
import { publishContract } from "../contract.ts";

/** A request to build, in a folder of its own: a project that a scripted dbt does not read, empty zones, a store. */
export interface TrialRequest extends BuildRequest {
  readonly folder: string;
  /** What was logged so far. */
  readonly logged: string[];
}

export function newRequest(changes: Partial<BuildRequest> = {}): TrialRequest {
  const folder = mkdtempSync(join(tmpdir(), "plinth-build-"));
  mkdirSync(join(folder, "project"));
  writeFileSync(join(folder, "project", "dbt_project.yml"), "name: shop\n");
  const zone = (name: string) => new FolderStore(join(folder, "buckets", name));
  const logged: string[] = [];
  return {
    folder,
    logged,
    contract: newContract(),
    candidate: { token: 5, clonedUnder: 5, runId: "run-1", location: join(folder, "candidate.duckdb") },
    runId: "run-1",
    resume: false,
    slim: false,
    variables: {},
    stores: { zone, artifacts: zone("artifacts") },
    root: folder,
    env: { PLINTH_DBT: join(folder, "dbt") },
    signal: new AbortController().signal,
    log: (line) => logged.push(line),
    ...changes,
  };
}

export function newContract(warehouse: Partial<WarehouseContract["warehouse"]> = {}): WarehouseContract {
  const document = publishContract();
  const contract = jobContract.parse({
    ...document,
    warehouse: { ...document.warehouse, ...warehouse },
    transform: { ...document.transform, project: "project" },
  });
  if ("warehouse" in contract) return contract;
  throw new Error("a publish job works on a warehouse");
}

/** A shell script that stands for dbt: `$1` is the command, `$target` the folder of its artifacts, `$all` its arguments. */
export function scriptDbt({ folder }: { readonly folder: string }, ...script: string[]): string {
  const program = join(folder, "dbt");
  const findTarget = 'all="$*"; target=$(echo "$all" | sed "s/.*--target-path \\([^ ]*\\).*/\\1/"); mkdir -p "$target"';
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, ["#!/bin/sh", findTarget, ...script].join("\n"));
  chmodSync(program, 0o755);
  return program;
}

/** A line of a script that leaves these statuses as dbt's results: `{ "model.shop.a": "success" }`. */
export function leaveResults(statuses: Readonly<Record<string, string>>): string {
  const results = Object.entries(statuses).map(([unique_id, status]) => ({ unique_id, status }));
  return leave("run_results.json", { metadata: {}, args: { which: "build" }, results });
}

/** A line of a script that leaves a manifest with these nodes. */
export function leaveManifest(...nodes: string[]): string {
  const entries = nodes.map((id) => [id, { resource_type: id.split(".")[0], config: { materialized: "table" } }]);
  return leave("manifest.json", { nodes: Object.fromEntries(entries) });
}

function leave(name: string, content: unknown): string {
  return `cat > "$target/${name}" <<'END'\n${JSON.stringify(content)}\nEND`;
}
