import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { EventSource } from "../../../jobs/ingest/event-schema.ts";
import { type IngestScope, ingest } from "../../../jobs/ingest/ingest-job.ts";
import type { QuarantinedLine } from "../../../jobs/ingest/quarantine-writer.ts";
import { FolderStore } from "../../../jobs/lake/folder-store.ts";
import type { ObjectStore } from "../../../jobs/lake/object-store.ts";
import type { Stores } from "../../../jobs/lake/stores.ts";
import { type LakeManifest, readManifest } from "../../../jobs/lake-manifest.ts";
import type { JobReport } from "../../../jobs/surroundings.ts";

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["id", "at"],
  properties: {
    id: { type: "string", format: "uuid" },
    at: { type: "string" },
    amount: { type: "number" },
    count: { type: "integer" },
    good: { type: "boolean" },
    data: {
      type: "object",
      properties: {
        country: { type: "string", pattern: "^[A-Z]{2}$" },
        tags: { type: "object", additionalProperties: { type: "string" } },
      },
    },
  },
};

/** A source of orders with every kind of column. */
export const orders: EventSource = {
  name: "orders",
  from: "raw/orders",
  to: "orders",
  schema,
  key: ["id"],
  time: "at",
  lateHours: 24,
};
export const day = "2026-01-15";

/** A good event's line; the number makes its id. */
export function order(number: number, changes: Record<string, unknown> = {}): string {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  return JSON.stringify({ id, at: "2026-01-15T09:30:00.25", amount: number / 4, ...changes });
}

export interface SilverRow {
  readonly id: string;
  readonly source_file: string;
  readonly source_line: string;
  readonly [column: string]: unknown;
}

/** A lake of folders with the zones that ingest works on. */
export class Lake {
  readonly root: string;
  readonly stores: Stores;

  constructor(root = mkdtempSync(join(tmpdir(), "plinth-lake-"))) {
    this.root = root;
    for (const zone of ["bronze", "silver", "quarantine", "artifacts"])
      mkdirSync(join(root, zone), { recursive: true });
    this.stores = this.through((store) => store);
  }

  /** Another one with the same files, down to their times, by which ingest knows them. */
  copy(): Lake {
    const other = new Lake();
    execFileSync("cp", ["-a", `${this.root}/.`, other.root]);
    return other;
  }

  /** The same lake behind something that stands between it and the job. */
  through(wrap: (store: ObjectStore) => ObjectStore): Stores {
    const open = (name: string) => wrap(new FolderStore(join(this.root, name)));
    return { zone: open, artifacts: open("artifacts") };
  }

  path(zone: string, key: string): string {
    return join(this.root, zone, key);
  }

  drop(name: string, content: string | Buffer, ingestDate = day): void {
    const path = this.path("bronze", `raw/orders/ingest_dt=${ingestDate}/${name}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  append(name: string, content: string, ingestDate = day): void {
    appendFileSync(this.path("bronze", `raw/orders/ingest_dt=${ingestDate}/${name}`), content);
  }

  ingest(runId = "run-1", scope: IngestScope = {}, stores = this.stores): Promise<JobReport> {
    return ingest([orders], stores, { runId, signal: new AbortController().signal, log: () => {} }, scope);
  }

  manifest(ingestDate = day): LakeManifest {
    const key = `orders/ingest_dt=${ingestDate}/_MANIFEST.json`;
    return readManifest(key, readFileSync(this.path("silver", key), "utf8"));
  }

  manifests(): LakeManifest[] {
    const folder = this.path("silver", "orders");
    if (!existsSync(folder)) return [];
    const days = readdirSync(folder).filter((name) => name.startsWith("ingest_dt="));
    return days
      .sort()
      .filter((name) => existsSync(join(folder, name, "_MANIFEST.json")))
      .map((name) => this.manifest(name.slice("ingest_dt=".length)));
  }

  /** The rows of silver that manifests name, by file and line. */
  async rows(): Promise<SilverRow[]> {
    const files = this.manifests().flatMap(({ ingestDate, files }) =>
      files.map(({ name }) => this.path("silver", `orders/ingest_dt=${ingestDate}/${name}`)),
    );
    if (files.length === 0) return [];
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const list = files.map((file) => `'${file}'`).join(", ");
    const result = await connection.runAndReadAll(
      `SELECT * FROM read_parquet([${list}], union_by_name = true, hive_partitioning = false) ORDER BY source_file, source_line`,
    );
    const rows = result.getRowObjectsJson();
    connection.closeSync();
    instance.closeSync();
    return rows as unknown as SilverRow[];
  }

  /** The lines of quarantine that manifests name, by file and line. */
  quarantined(): QuarantinedLine[] {
    return this.manifests().flatMap(({ ingestDate, sources = [] }) =>
      sources.flatMap(({ quarantine }) => {
        if (!quarantine) return [];
        const text = readFileSync(
          this.path("quarantine", `raw/orders/ingest_dt=${ingestDate}/${quarantine.name}`),
          "utf8",
        );
        return text
          .trimEnd()
          .split("\n")
          .map((line): QuarantinedLine => JSON.parse(line));
      }),
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
