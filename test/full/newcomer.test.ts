import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { deployedObjects } from "../../rehearsal/deployed.ts";

jest.setTimeout(900_000);

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);
const ours = ["cdktf", "plinth-cli"];
let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), "plinth-newcomer-"));
  const parts = ["constructs", "environments", "examples", "jobs", "rehearsal", "scripts", "stacks", "tools"];
  for (const part of [...parts, "package.json", "cdktf.json", "README.md"]) {
    cpSync(join(root, part), join(clone, part), { recursive: true });
  }
  installed();
  toldItsAccounts();
});

afterAll(() => rmSync(clone, { recursive: true, force: true }));

/** The same packages, with the clone's own tools where ours stand. */
function installed(): void {
  const from = join(root, "node_modules");
  const to = join(clone, "node_modules");
  mkdirSync(join(to, ".bin"), { recursive: true });
  for (const name of readdirSync(from)) {
    if (![".bin", ".cache", ...ours].includes(name)) symlinkSync(join(from, name), join(to, name));
  }
  for (const [bin, tool] of [
    ["cdktf", "cdktf"],
    ["plinth", "plinth"],
  ] as const) {
    symlinkSync(join(clone, "tools", tool), join(to, tool === "plinth" ? "plinth-cli" : tool));
    symlinkSync(join(clone, "tools", tool, "cli.js"), join(to, ".bin", bin));
  }
}

/** What the section says to write first; the accounts are simulated ones, and nothing runs what the archive holds. */
function toldItsAccounts(): void {
  const archive = Buffer.from("PK\u0003\u0004 and nothing more", "latin1");
  writeFileSync(join(clone, "connector.zip"), archive);
  const sha256 = createHash("sha256").update(archive).digest("hex");
  const file = join(clone, "environments", "prod.ts");
  const text = readFileSync(file, "utf8");
  const edited = text
    .replace('protection: "locked",', 'protection: "locked",\n  cloud: "simulated",')
    .replace("000000000030", "111122223333")
    .replace("EXAMPLE_ORG", "ACME")
    .replace("connector: {", `connector: { sha256: "${sha256}",`);
  expect(edited.match(/simulated|111122223333|ACME|sha256/g)).toHaveLength(4);
  writeFileSync(file, edited);
}

function sectionCommands(): string[] {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const section = readme.split("\n## ").find((part) => part.startsWith("Towards a real account")) ?? "";
  const [, block = ""] = section.split("```");
  return block.trim().split("\n");
}

async function shell(command: string): Promise<{ code: number; output: string }> {
  const path = [join(clone, "node_modules", ".bin"), dirname(process.execPath), process.env.PATH].join(":");
  const env = { PATH: path, HOME: process.env.HOME, NODE_NO_WARNINGS: "1", CI: "1" };
  try {
    const { stdout, stderr } = await run("sh", ["-c", command], { cwd: clone, env, maxBuffer: 1e8 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

test("the README's section leads from two empty accounts to a deployed prod", async () => {
  const commands = sectionCommands();
  expect(commands.map((command) => command.split("#")[0]?.trim())).toEqual([
    "npx plinth check prod",
    "npx plinth bootstrap prod",
    "npx plinth check prod",
    "npx cdktf deploy prod-foundation && npx plinth artifacts push prod connector.zip",
    "npx cdktf deploy prod",
    "npx plinth check prod",
    "npx cdktf diff prod",
  ]);
  const outputs: string[] = [];
  for (const command of commands) {
    const { code, output } = await shell(command);
    expect({ command, code, output: code === 0 ? "" : output }).toEqual({ command, code: 0, output: "" });
    outputs.push(output);
  }
  const [before, bootstrapped, ready, pushed, , deployed, diff] = outputs;
  expect(before).toContain("not done");
  expect(bootstrapped).toContain("prod is bootstrapped: state-111122223333-us-west-2 and account-ACME-PROD stand.");
  expect(ready).toContain("plinth-prod-deploy");
  expect(ready).toContain("not deployed yet");
  expect(pushed).toContain("connector.zip");
  expect(deployed).not.toContain("not deployed yet");
  expect(diff?.match(/No changes\./g)).toHaveLength(4);
  const cloud = join(clone, ".plinth", "prod", "cloud");
  const roles = deployedObjects(cloud, "aws_iam_role");
  // A stack made them: nothing that stands in for a bootstrap is left.
  expect(roles.filter((role) => role.private?.bootstrapped)).toEqual([]);
  expect(roles.map(({ id }) => id)).toContain("plinth-prod-deploy");
});
