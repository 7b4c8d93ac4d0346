/** Mistakes in a checkout: each is a line that says where, exit code 1, and nothing is written. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, expect, jest, test } from "@jest/globals";
import { badManners, Checkout, type Outcome, started, userEnvironment } from "./checkout.ts";

jest.setTimeout(300_000);

const checkout = new Checkout();
afterAll(() => checkout.remove());
afterEach(() => {
  for (const made of [".plinth", "cdktf.out"]) rmSync(checkout.path(made), { recursive: true, force: true });
});

function refusal(outcome: Outcome): string {
  expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 1, stdout: "" });
  expect(badManners(outcome)).toEqual([]);
  return outcome.stderr;
}

test.each([
  { command: "cdktf", args: ["deploy", "local"] },
  { command: "cdktf", args: ["synth", "local"] },
  { command: "plinth", args: ["rehearse", "local", "--keep", "kept"] },
  { command: "plinth", args: ["check", "local"] },
  { command: "plinth", args: ["job", "local", "publish"] },
] as const)("$command $args of an environment with an unknown key says where it stands", async ({ command, args }) => {
  const file = checkout.path("environments/local.ts");
  const sound = readFileSync(file, "utf8");
  writeFileSync(file, sound.replace("protection:", 'protektion: "none" as never, protection:'));
  const outcome = await checkout.run(command, args);
  writeFileSync(file, sound);
  expect(refusal(outcome)).toBe(
    'environments/local.ts: protektion is "none"; there is no such key. Rename it, perhaps to protection, or remove it.\n',
  );
  for (const folder of [".plinth", "cdktf.out", "kept"]) expect(checkout.files(folder)).toEqual([]);
});

test.each([".plinth", "cdktf.out"])("a file where the folder %s has to be is named", async (name) => {
  writeFileSync(checkout.path(name), "");
  expect(refusal(await checkout.run("cdktf", ["deploy", "local"]))).toMatch(
    new RegExp(`^${checkout.path(name)}\\S*: the file system refuses it \\((EEXIST|ENOTDIR)\\); `),
  );
});

test("a file of a kept cloud that holds no JSON is named by a rehearsal", async () => {
  await checkout.run("plinth", ["rehearse", "local", "--as", "dev", "--keep", "kept"]);
  const [role = ""] = checkout.files("kept/cloud").filter((file) => file.includes("/aws_iam_role/"));
  writeFileSync(role, "{");
  const text = (await checkout.run("plinth", ["rehearse", "local", "--keep", "kept"])).stderr;
  expect(text).toContain(`${role}: `);
  expect(text).toContain("Restore the file, or delete it");
});

test("an old Node runs the one that npm installed, and without it says what is needed", async () => {
  const pretend = `Object.defineProperty(process.versions, "node", { value: "20.19.0" })`;
  const before = ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`];
  const call = async (command: string, ...args: string[]) => {
    const program = checkout.path("tools", command, "cli.js");
    return await started(process.execPath, [...before, program, ...args], checkout.folder, userEnvironment()).outcome;
  };
  const installed = checkout.path("node_modules/node");
  const helped = await call("plinth", "--help");
  renameSync(installed, `${installed}-away`);
  const [plinth, cdktf] = [await call("plinth", "--help"), await call("cdktf", "list", "local")];
  renameSync(`${installed}-away`, installed);
  expect(helped.code).toBe(0);
  const needed =
    "Node is 20.19.0; it must be 22.18 or newer, and the one that npm installs is missing. Run npm ci, or install Node 22.\n";
  expect([refusal(plinth), refusal(cdktf)]).toEqual([`plinth: ${needed}`, `cdktf: ${needed}`]);
});
