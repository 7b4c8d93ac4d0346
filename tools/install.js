// Installs the packages of package-lock.json on a bare clone, and again after the lock changed. Plain JavaScript with no
// imports but Node's own: it runs before anything is installed, on any Node that package.json allows.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const root = new URL("..", import.meta.url);
const stamp = new URL("node_modules/.installed-lock", root);
const bundledNode = new URL("node_modules/node/bin/node", root);

const minimum = JSON.parse(readFileSync(new URL("package.json", root), "utf8")).engines.node.replace(">=", "");
if (isOlder(process.versions.node, minimum)) {
  fail(`Node is ${process.versions.node}; it must be ${minimum} or newer. Install Node 22 and run the command again.`);
}

const lock = readFileSync(new URL("package-lock.json", root), "utf8");
if (read(stamp) !== lock) install();
if (!existsSync(bundledNode) && isOlder(process.versions.node, "22.18.0")) {
  fail(
    `Node is ${process.versions.node} and npm has no Node 22 for this machine; TypeScript needs 22.18 or newer. Install Node 22.`,
  );
}

function install() {
  // The npm and the Node that the user started, not whichever comes first on the path.
  const { npm_node_execpath: node = process.execPath, npm_execpath: npm } = process.env;
  if (!npm) fail("npm_execpath is not set; this script runs under npm. Run npm run up, or npm test.");
  const { status } = spawnSync(node, [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, lock);
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function isOlder(version, than) {
  const [a, b] = [version, than].map((text) => text.split(".").map(Number));
  const index = b.findIndex((part, at) => part !== (a[at] ?? 0));
  return index >= 0 && (a[index] ?? 0) < b[index];
}

function fail(message) {
  console.error(`install: ${message}`);
  process.exit(1);
}
