import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import type { Layer } from "../../../environments/layers.ts";
import { Refused } from "../../../scripts/bundle/refused.ts";
import { Interruption } from "../../../scripts/interruption.ts";
import { bucket, planned, plannedEarly, planText, plantedSecret } from "../bundle/reviewed.ts";
import { Double } from "./double.ts";

jest.setTimeout(60_000);

const mark = { lineage: "made", serial: 1 };
const markText = JSON.stringify(mark);
const other = { ...bucket, address: "aws_s3_bucket.two" };
const stale =
  'echo \'{"type":"diagnostic","diagnostic":{"severity":"error","summary":"Saved plan is stale"}}\'; exit 1\n';
const broken =
  'echo \'{"type":"diagnostic","diagnostic":{"severity":"error","summary":"quota","address":"aws_s3_bucket.one"}}\'; exit 1\n';

async function refusal(work: Promise<unknown>): Promise<Refused> {
  const problem = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem instanceof Refused) return problem;
  throw new Error(`not refused: ${problem}`);
}

/** All four stacks as new. */
async function fresh(double = new Double()): Promise<Double> {
  const layers: readonly Layer[] = ["foundation", "data", "workers", "jobs"];
  await double.bundle(
    ...layers.map((layer) => planned(layer, planText({ ...bucket, address: `aws_s3_bucket.${layer}` }))),
  );
  return double;
}

test("a state that has moved on since the plan is found before any stack is touched", async () => {
  const double = await fresh();
  double.write("dev-jobs.state", markText);
  const { refusal: name, message } = await refusal(double.apply());
  expect(name).toBe("stale");
  expect(message).toMatch(/^stale: dev-jobs: its state has changed .* Make a new preview/);
  expect(double.log()).toEqual([]);
  expect(double.journalText()).toBeUndefined();
});

test("a state of another lineage is another state, whatever its serial", async () => {
  const double = new Double();
  double.write("dev-data.state", JSON.stringify({ ...mark, lineage: "other" }));
  await double.bundle(planned("data", planText(bucket), mark));
  expect((await refusal(double.apply())).refusal).toBe("stale");
});

test("where Terraform itself finds the plan stale, that stack is as it was, and those after it are not begun", async () => {
  const double = await fresh();
  double.write("dev-data.apply", stale);
  const { refusal: name, message } = await refusal(double.apply());
  expect(name).toBe("stale");
  expect(message).toContain("dev-data");
  expect(double.applied()).toEqual(["dev-foundation", "dev-workers"]);
  expect(double.journal()).toEqual({ "dev-foundation": "applied", "dev-workers": "applied" });
});

test("who does not consent has nothing applied", async () => {
  const double = await fresh();
  const consent = async () => {
    throw new Error("no");
  };
  await expect(double.apply({ consent })).rejects.toThrow("no");
  expect(double.log()).toEqual([]);
});

test("a stack that was planned too early is planned again, and what differs from the review is not applied", async () => {
  const double = new Double();
  await double.bundle(planned("foundation", planText(other)), plannedEarly("data", planText(bucket), "provisional"));
  double.write("dev-data.again", planText(bucket, { ...other, after: { bucket: plantedSecret } }));
  const { refusal: name, problems } = await refusal(double.apply());
  expect(name).toBe("different");
  expect(problems).toEqual([
    expect.stringMatching(
      /^different: dev-data: planned again on what its upstream is now, .* Nothing of it is applied/,
    ),
    "different: dev-data: aws_s3_bucket.two would be new, which nobody has reviewed",
  ]);
  expect(double.applied()).toEqual(["dev-foundation"]);
  expect(existsSync(join(double.place("data").cwd, "bundle.tfplan"))).toBe(false);
});

test("a stack that was planned too early is applied when it does what was reviewed, with what has become known", async () => {
  const double = new Double();
  await double.bundle(planned("foundation", planText(other)), plannedEarly("data", planText(bucket), "provisional"));
  double.write(
    "dev-data.again",
    planText({ ...bucket, after: { ...bucket.after, arn: "arn:aws:s3:::acme-one" }, unknown: {} }),
  );
  const results = await double.apply();
  expect(results.map(({ stack, outcome }) => `${stack} ${outcome}`)).toEqual([
    "dev-foundation applied",
    "dev-data applied",
  ]);
  expect(double.log().map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "dev-foundation apply",
    "dev-foundation applied",
    "dev-data plan",
    "dev-data apply",
    "dev-data applied",
  ]);
});

test("Terraform is given the very bytes that were reviewed, in the order of the layers, and none of them stays", async () => {
  const double = await fresh();
  const results = await double.apply();
  expect(results.every(({ outcome, added }) => outcome === "applied" && added === 1)).toBe(true);
  expect(double.applied().at(0)).toBe("dev-foundation");
  expect(double.applied().at(-1)).toBe("dev-jobs");
  expect(double.log().filter((line) => line.includes(" plan"))).toEqual([]);
  for (const { cwd } of double.places) expect(readdirSync(cwd)).toEqual(["cdk.tf.json"]);
});

test("what a guardrail forbids in a plan that was made again, and no reviewer could see, is not applied", async () => {
  const policy = {
    address: "aws_s3_bucket_policy.one",
    actions: ["create"],
    after: {},
    unknown: { policy: true },
  };
  const double = new Double();
  await double.bundle(plannedEarly("data", planText(policy), "provisional"));
  const open = JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
  });
  double.write("dev-data.again", planText({ ...policy, after: { policy: open }, unknown: {} }));
  const { refusal: name, message } = await refusal(double.apply());
  expect(name).toBe("blocked");
  expect(message).toContain("dev-data/aws_s3_bucket_policy.one: public-exposure");
  expect(double.applied()).toEqual([]);
});

test("what is applied once is not applied again", async () => {
  const double = await fresh();
  await double.apply();
  const before = double.log();
  const results = await double.apply();
  expect(results.map(({ outcome }) => outcome)).toEqual(["before", "before", "before", "before"]);
  expect(double.log()).toEqual(before);
});

test("only the layers asked for are applied, and the others later", async () => {
  const double = await fresh();
  await double.apply({ only: ["foundation", "data", "workers"] });
  expect(double.applied()).not.toContain("dev-jobs");
  await double.apply({ only: ["jobs"] });
  expect(double.applied().at(-1)).toBe("dev-jobs");
  expect(double.applied()).toHaveLength(4);
});

test("a stack in which nothing changes is left alone", async () => {
  const double = new Double();
  await double.bundle(planned("foundation", undefined), planned("data", planText(bucket)));
  const results = await double.apply();
  expect(results.map(({ outcome }) => outcome)).toEqual(["unchanged", "applied"]);
  expect(double.applied()).toEqual(["dev-data"]);
});

test("an apply that fails ends the run with what Terraform said; the next one does the rest of what was reviewed", async () => {
  const double = new Double();
  await double.bundle(planned("foundation", planText(bucket, other)), planned("data", planText(bucket)));
  double.write("dev-foundation.apply", broken);
  const [failed, ...later] = await double.apply();
  expect(failed).toMatchObject({ stack: "dev-foundation", outcome: "failed", problems: ["aws_s3_bucket.one: quota"] });
  expect(later).toEqual([]);
  expect(double.journal()).toEqual({ "dev-foundation": "failed" });

  double.write("dev-foundation.apply", "");
  double.write("dev-foundation.state", markText);
  double.write("dev-foundation.again", planText(other));
  const results = await double.apply();
  expect(results.map(({ outcome }) => outcome)).toEqual(["applied", "applied"]);
  expect(double.applied()).toEqual(["dev-foundation", "dev-data"]);
});

test("the rest after a failure is refused where it holds something that nobody has reviewed", async () => {
  const double = new Double();
  await double.bundle(planned("foundation", planText(bucket)));
  double.write("dev-foundation.apply", broken);
  await double.apply();
  double.write("dev-foundation.again", planText(bucket, other));
  const { refusal: name, message } = await refusal(double.apply());
  expect(name).toBe("different");
  expect(message).toContain("planned again after what an earlier run has done");
  expect(double.applied()).toEqual([]);
});

/** Waits for Ctrl-C like a Terraform that is at work, then writes down what it has done; says when it can be interrupted. */
const waits = (state: string) =>
  `trap 'echo "{\\"lineage\\":\\"made\\",\\"serial\\":1}" > "$here/${state}"; echo "$stack recorded" >> "$here/log"; exit 1' INT
   : > "$here/ready"; while :; do sleep 0.1; done\n`;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test("an interrupt lets Terraform write down what it has done, and the next run ends like one that was not interrupted", async () => {
  const double = new Double();
  await double.bundle(planned("foundation", planText(bucket, other)), planned("data", planText(bucket)));
  double.write("dev-foundation.apply", waits("dev-foundation.state"));
  const controller = new AbortController();
  const run = double.apply({ signal: controller.signal });
  await until(() => existsSync(join(double.folder, "ready")));
  controller.abort(new Interruption("SIGINT"));
  await expect(run).rejects.toMatchObject({ code: 130 });
  expect(double.log().at(-1)).toBe("dev-foundation recorded");
  expect(double.said.at(-1)).toMatch(/^dev-foundation: Terraform ends what it has begun/);
  expect(double.journal()).toEqual({ "dev-foundation": "interrupted" });

  double.write("dev-foundation.apply", "");
  double.write("dev-foundation.again", planText(other));
  const results = await double.apply();
  expect(results.map(({ stack, outcome }) => `${stack} ${outcome}`)).toEqual([
    "dev-foundation applied",
    "dev-data applied",
  ]);
  expect(double.journal()).toEqual({ "dev-foundation": "applied", "dev-data": "applied" });
});

test("an interrupt that comes when all is done leaves nothing to do", async () => {
  const double = new Double();
  await double.bundle(planned("foundation", planText(bucket)));
  double.write("dev-foundation.apply", waits("dev-foundation.state").replace("exit 1", "exit 0"));
  const controller = new AbortController();
  const run = double.apply({ signal: controller.signal });
  await until(() => existsSync(join(double.folder, "ready")));
  controller.abort(new Interruption("SIGINT"));
  await expect(run).rejects.toMatchObject({ code: 130 });
  expect((await double.apply()).map(({ outcome }) => outcome)).toEqual(["before"]);
});

test("the journal holds names and times, and no value of a plan", async () => {
  const double = await fresh();
  await double.apply();
  expect(double.journalText()).not.toContain(plantedSecret);
  expect(double.journalText()).not.toContain("acme-one");
});

test("a journal that cannot be read is not taken for none", async () => {
  const double = await fresh();
  await double.apply();
  writeFileSync(join(double.place("data").cwd, "../dev.bundle.journal"), "{");
  await expect(double.apply()).rejects.toThrow(/dev\.bundle\.journal: it cannot be read/);
});

test("where nothing is left of what was planned too early, nothing is applied", async () => {
  const double = new Double();
  await double.bundle(plannedEarly("data", planText(), "provisional"));
  double.write("dev-data.again", planText());
  expect((await double.apply()).map(({ outcome }) => outcome)).toEqual(["unchanged"]);
  expect(double.log()).toEqual(["dev-data plan"]);
});

test("outputs alone are something to apply", async () => {
  const double = new Double();
  await double.bundle(plannedEarly("data", planText(), "provisional"));
  const outputs = { handover: { actions: ["update"], before: 1, after: 2 } };
  double.write("dev-data.again", JSON.stringify({ ...JSON.parse(planText()), output_changes: outputs }));
  expect((await double.apply()).map(({ outcome }) => outcome)).toEqual(["applied"]);
});
