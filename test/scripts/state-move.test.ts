import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { terraform } from "../../rehearsal/terraform.ts";
import { moveState, waitsForMove } from "../../scripts/state-move.ts";
import { programs } from "./command.ts";

jest.setTimeout(60_000);

const state = (...resources: object[]) => JSON.stringify({ version: 4, serial: 1, lineage: "a", resources });
const one = { mode: "managed", type: "aws_s3_bucket", name: "states", instances: [] };

/** A state of ours on this machine, and a Terraform that answers as it is told. */
function waiting(script: string) {
  const cwd = mkdtempSync(join(tmpdir(), "plinth-move-"));
  const localState = join(cwd, "local.tfstate");
  writeFileSync(localState, state(one));
  const PATH = [programs({ terraform: script }), process.env.PATH].join(delimiter);
  const lines: string[] = [];
  return { cwd, localState, env: { ...process.env, PATH }, report: (line: string) => void lines.push(line), lines };
}

const pulls = (answer: string) => `[ "$1" = state ] && echo '${answer}'; exit 0`;

test("a state that ends in the middle is named with its backup, and is not taken for none", async () => {
  const move = waiting(pulls(state(one)));
  for (const broken of ["", '{"resources": [']) {
    writeFileSync(move.localState, broken);
    const said = `${move.localState}: the state cannot be read`;
    expect(() => waitsForMove(move.localState)).toThrow(said);
    await expect(moveState(move)).rejects.toThrow(`Put ${move.localState}.backup in its place`);
  }
});

test("where Terraform cannot move the state, the local one stays, with Terraform's words", async () => {
  const move = waiting("echo 'Error: Failed to get existing workspaces: AccessDenied' >&2; exit 1");
  await expect(moveState(move)).rejects.toThrow(
    /could not move the state; nothing is lost.*Terraform said: Error: Failed to get existing workspaces: AccessDenied/,
  );
  expect(readFileSync(move.localState, "utf8")).toBe(state(one));
});

test.each([
  ["nothing", state()],
  ["something else", state({ ...one, name: "others" })],
  ["no state", "hello"],
])("where the bucket answers with %s, the local state stays", async (_, answer) => {
  const move = waiting(pulls(answer));
  await expect(moveState(move)).rejects.toThrow("could not find the moved state in the bucket");
  expect(waitsForMove(move.localState)).toBe(true);
});

test("a pull that fails is no find", async () => {
  const move = waiting('[ "$1" = state ] && { echo "Error: NoSuchBucket" >&2; exit 1; }; exit 0');
  await expect(moveState(move)).rejects.toThrow("Terraform said: Error: NoSuchBucket");
  expect(existsSync(move.localState)).toBe(true);
});

test("the bucket's answer under another lineage is the moved state; the local one is set aside, not removed", async () => {
  const move = waiting(pulls(state(one).replace('"lineage":"a"', '"lineage":"b"')));
  await moveState(move);
  expect(waitsForMove(move.localState)).toBe(false);
  expect(readFileSync(`${move.localState}.moved`, "utf8")).toBe(state(one));
  expect(move.lines[0]).toBe("moving the state of 1 resources into its bucket");
});

test("a state without resources waits for nothing, like none at all", () => {
  const { localState } = waiting("");
  expect(waitsForMove(localState)).toBe(true);
  writeFileSync(localState, state());
  expect(waitsForMove(localState)).toBe(false);
  expect(waitsForMove(`${localState}.none`)).toBe(false);
});

test("real Terraform moves a state to where its configuration points now", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "plinth-move-"));
  const paths = { here: join(cwd, "here.tfstate"), there: join(cwd, "there.tfstate") };
  const configure = (path: string) => {
    const resource = { terraform_data: { one: { input: "x" } } };
    writeFileSync(join(cwd, "cdk.tf.json"), JSON.stringify({ terraform: { backend: { local: { path } } }, resource }));
  };
  const run = { cwd, env: process.env };
  configure(paths.here);
  for (const args of [["init"], ["apply", "-auto-approve"]]) {
    expect((await terraform([...args, "-input=false", "-no-color"], run)).code).toBe(0);
  }
  configure(paths.there);
  await moveState({ ...run, localState: paths.here, report: () => {} });
  expect(JSON.parse(readFileSync(paths.there, "utf8")).resources).toHaveLength(1);
  expect(waitsForMove(paths.here)).toBe(false);
});
