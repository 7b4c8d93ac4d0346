#!/usr/bin/env node
// Plain JavaScript that older Node versions can read: everything behind it needs a Node that runs TypeScript.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  const { main } = await import("../../scripts/plinth.ts");
  process.exitCode = await main(process.argv);
} else {
  const node = fileURLToPath(new URL("../../node_modules/node/bin/node", import.meta.url));
  const { status, error } = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  if (error) {
    console.error(
      `plinth: Node is ${process.versions.node}; it must be 22.18 or newer, and the one that npm installs is missing. Run npm ci, or install Node 22.`,
    );
  }
  process.exitCode = status ?? 1;
}
