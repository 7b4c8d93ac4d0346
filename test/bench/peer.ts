import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "./program.ts";
import { Refusal } from "./refusal.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(import.meta.dirname, "template");
const stamp = join(folder, "node_modules/.installed-lock");
/** Our sources, made anew for each run of the bench. */
const copy = join(folder, "platform");

/** What jobs and stacks agree on. */
const agreements = ["batch-connection", "contract", "contract-terms", "failure", "lake-layout"].map(
  (name) => `jobs/${name}.ts`,
);
/** Everything that stacks/app.ts loads. */
const sources = ["stacks", "constructs", "environments", ...agreements];

/** What CommonJS under ts-node cannot read, and nothing else: the same statements otherwise. */
const rewrites: readonly (readonly [RegExp, string])[] = [
  [/((?:from|import\() ?["`]\.[^"`]*)\.ts(["`])/g, "$1$2"],
  [/\bimport\.meta\.dirname\b/g, "__dirname"],
];

/** The default template's way: ts-node's own process, without the npx around it. */
export const peer: Program = {
  name: "ts-node main.ts",
  folder,
  arguments: ["node_modules/ts-node/dist/bin.js", "main.ts"],
};

/** Makes the peer ready to run. Answers the seconds that its packages took to install, if they had to be. */
export function preparePeer(): number | undefined {
  refuseOtherVersions();
  const seconds = installPackages();
  copySources();
  return seconds;
}

/** Both sides must load the same engine and bindings, or the bench compares those. The compilers differ: that is its subject. */
function refuseOtherVersions(): void {
  const [ours, theirs] = [lockedVersions(root), lockedVersions(folder)];
  const apart = compared().filter((name) => theirs(name) !== ours(name));
  if (apart.length === 0) return;
  throw new Refusal(
    `test/bench/template/package-lock.json: ${apart.join(", ")} must have the versions of package-lock.json.`,
  );
}

function compared(): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return [...Object.keys(dependencies), "cdktn", "@types/node"];
}

function lockedVersions(place: string): (name: string) => string | undefined {
  const { packages } = JSON.parse(readFileSync(join(place, "package-lock.json"), "utf8"));
  // A folder's link has its version where the folder is.
  return (name) => packages[`node_modules/${name}`]?.version;
}

function installPackages(): number | undefined {
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  if (installedLock() === lock) return undefined;
  const { npm_node_execpath: node = process.execPath, npm_execpath: npm } = process.env;
  if (!npm) throw new Refusal("npm_execpath is not set; the bench installs packages. Run npm run bench.");
  const start = performance.now();
  const { status } = spawnSync(node, [npm, "ci", "--loglevel=error"], { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Refusal(`npm ci in test/bench/template ended with ${status}.`);
  writeFileSync(stamp, lock);
  return (performance.now() - start) / 1000;
}

function installedLock(): string | undefined {
  try {
    return readFileSync(stamp, "utf8");
  } catch {
    return undefined;
  }
}

function copySources(): void {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(join(copy, "jobs"), { recursive: true });
  for (const source of sources) cpSync(join(root, source), join(copy, source), { recursive: true });
  cpSync(join(root, "cdktf.json"), join(copy, "cdktf.json"));
  for (const file of readdirSync(copy, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".ts")) rewrite(join(copy, file));
  }
}

function rewrite(file: string): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    rewrites.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text),
  );
}
