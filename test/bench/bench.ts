/** Every bench, one after the other, each in a process of its own; each can be started alone. Ends well when all bars are met. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const benches = ["synthesis", "preview", "preview-render", "publish", "ingest"];

for (const bench of benches) {
  console.log(`\n== ${bench}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${bench}.ts`)], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
