import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { TerraformStack } from "cdktf";
import { prepareStackFolder } from "../../../rehearsal/working-folder.ts";
import { Refused } from "../../../scripts/bundle/refused.ts";
import { Interruption } from "../../../scripts/interruption.ts";
import { newApp } from "../../../stacks/engine.ts";
import { bucket, planned, planText } from "../bundle/reviewed.ts";
import { Double } from "./double.ts";

jest.setTimeout(60_000);

const other = { ...bucket, address: "aws_s3_bucket.two" };
const said =
  'echo \'{"type":"diagnostic","diagnostic":{"severity":"error","summary":"Failed to persist state to backend"}}\'\n';
/** Ends like a Terraform whose credentials have expired meanwhile. */
const errored = `umask 022; echo '{}' > errored.tfstate\n${said}exit 1\n`;

async function refusal(work: Promise<unknown>): Promise<Refused> {
  const problem = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem instanceof Refused) return problem;
  throw new Error(`not refused: ${problem}`);
}

async function failing(apply: string): Promise<{ double: Double; file: string; cwd: string }> {
  const double = new Double();
  await double.bundle(planned("foundation", planText(bucket, other)), planned("data", planText(bucket)));
  double.write("dev-foundation.apply", apply);
  const { cwd } = double.place("foundation");
  return { double, cwd, file: join(cwd, "errored.tfstate") };
}

test("a state that Terraform could not write is not taken for recorded, and its file is named with what to do", async () => {
  const { double, file, cwd } = await failing(errored);
  const results = await double.apply();
  expect(results.map(({ stack, outcome }) => `${stack} ${outcome}`)).toEqual(["dev-foundation unrecorded"]);
  const problem = results[0]?.problems.at(-1) ?? "";
  expect(problem).toContain(file);
  expect(problem).toContain(`terraform -chdir=${cwd} state push errored.tfstate`);
  expect(problem).toMatch(/remove the file, for it holds secrets/);
  expect(double.journal()).toEqual({ "dev-foundation": "unrecorded" });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("while the file lies there nothing is applied, of no stack and with no bundle; after it, what no state knows is named once", async () => {
  const { double, file } = await failing(errored);
  await double.apply();
  const before = double.log();
  const journal = double.journalText();
  for (const only of [undefined, ["data" as const]]) {
    const { refusal: name, code, message } = await refusal(double.apply({ only }));
    expect({ name, code }).toEqual({ name: "unrecorded", code: 3 });
    expect(message).toMatch(
      /^unrecorded: dev-foundation: .*errored\.tfstate holds what .* state push errored\.tfstate/,
    );
  }
  expect(double.log()).toEqual(before);
  expect(double.journalText()).toBe(journal);

  rmSync(file);
  double.write("dev-foundation.state", JSON.stringify({ lineage: "made", serial: 2 }));
  double.write("dev-foundation.list", "aws_s3_bucket.one\n");
  expect((await refusal(double.apply())).problems).toEqual([
    expect.stringMatching(/^unaccounted: dev-foundation: its apply could not write its state/),
    "unaccounted: dev-foundation: aws_s3_bucket.two may exist, and is not in the state",
  ]);
  double.write("dev-foundation.apply", "");
  double.write("dev-foundation.again", planText(other));
  expect((await double.apply()).map(({ outcome }) => outcome)).toEqual(["applied", "applied"]);
});

test("a new bundle under the same name does not make a lost state forgotten", async () => {
  const { double, file } = await failing(errored);
  await double.apply();
  rmSync(file);
  await double.bundle(planned("foundation", planText(bucket)));
  expect((await refusal(double.apply())).refusal).toBe("unaccounted");
});

test("a state that could be written nowhere is not taken for recorded either", async () => {
  const { double, file } = await failing(`${said}exit 1\n`);
  const [result] = await double.apply();
  expect(result?.outcome).toBe("unrecorded");
  expect(result?.problems.at(-1)).toContain(`could write its state nowhere, not even to ${file}`);
  expect(double.journal()).toEqual({ "dev-foundation": "unrecorded" });
});

test("of a run that was interrupted, the file is said all the same", async () => {
  const { double, file } = await failing(
    `trap 'echo "{}" > errored.tfstate; exit 1' INT\n: > "$here/ready"; while :; do sleep 0.1; done\n`,
  );
  const controller = new AbortController();
  const run = double.apply({ signal: controller.signal });
  while (!existsSync(join(double.folder, "ready"))) await new Promise((resolve) => setTimeout(resolve, 20));
  controller.abort(new Interruption("SIGINT"));
  await expect(run).rejects.toMatchObject({ code: 130 });
  expect(double.said.at(-1)).toContain(file);
  expect(double.journal()).toEqual({ "dev-foundation": "unrecorded" });
});

test("a synthesis and the simulated providers leave the file where it is", () => {
  const out = mkdtempSync(join(tmpdir(), "plinth-errored-"));
  const synthesize = () => {
    const app = newApp(out);
    new TerraformStack(app, "dev-data");
    app.synth();
    prepareStackFolder(join(out, "stacks/dev-data"), { cloudDir: join(out, "cloud"), providers: ["aws"] });
  };
  synthesize();
  const file = join(out, "stacks/dev-data/errored.tfstate");
  writeFileSync(file, "{}");
  synthesize();
  expect(readFileSync(file, "utf8")).toBe("{}");
});

test("a plan that is made again can be read by its owner alone", async () => {
  const double = new Double();
  await double.bundle(planned("foundation", planText(bucket)));
  double.write("dev-foundation.apply", "exit 1\n");
  await double.apply();
  double.write("dev-foundation.apply", 'stat -c %a bundle.tfplan > "$here/mode"\n');
  double.write("dev-foundation.again", planText(bucket));
  await double.apply();
  expect(readFileSync(join(double.folder, "mode"), "utf8").trim()).toBe("600");
});
