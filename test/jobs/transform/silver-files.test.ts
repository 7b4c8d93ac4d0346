import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { FolderStore } from "../../../jobs/lake/folder-store.ts";
import { listSilverFiles } from "../../../jobs/transform/silver-files.ts";
import { writeSilver } from "./silver.ts";

test("a manifest that is broken is named", async () => {
  const { zone, folder } = newZone();
  const part = await writeSilver(folder, "orders", "2026-01-01", [{ id: "a" }]);
  writeFileSync(join(part, "..", "_MANIFEST.json"), "{");
  await expect(listSilverFiles(zone)).rejects.toThrow("orders/ingest_dt=2026-01-01/_MANIFEST.json is not JSON");
});

test("only the files that manifests name are read, by dataset", async () => {
  const { zone, folder } = newZone();
  const first = await writeSilver(folder, "orders", "2026-01-01", [{ id: "a" }]);
  const second = await writeSilver(folder, "orders", "2026-01-02", [{ id: "b" }]);
  const unnamed = await writeSilver(folder, "visits", "2026-01-02", [{ id: "c" }]);
  writeFileSync(join(first, "..", "replaced.parquet"), "");
  rmSync(join(unnamed, "..", "_MANIFEST.json"));
  expect(await listSilverFiles(zone)).toEqual({ orders: [first, second] });
});

function newZone(): { zone: FolderStore; folder: string } {
  const folder = join(mkdtempSync(join(tmpdir(), "plinth-silver-")), "silver");
  return { zone: new FolderStore(folder), folder };
}
