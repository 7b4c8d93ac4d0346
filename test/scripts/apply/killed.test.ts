import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { homeFolders } from "../../../environments/home.ts";
import { Refused } from "../../../scripts/bundle/refused.ts";
import { bucket, planned, planText } from "../bundle/reviewed.ts";
import { Double } from "./double.ts";

jest.setTimeout(60_000);

const other = { ...bucket, address: "aws_s3_bucket.two" };

async function refusal(work: Promise<unknown>): Promise<Refused> {
  const problem = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem instanceof Refused) return problem;
  throw new Error(`not refused: ${problem}`);
}

/** A run that was killed while Terraform applied dev-foundation: its journal says no more than that it began. */
async function killed(home?: string): Promise<Double> {
  const double = new Double(home);
  await double.bundle(planned("foundation", planText(bucket, other)));
  double.write("dev-foundation.apply", "exit 1\n");
  await double.apply();
  const file = join(double.place("foundation").cwd, "../dev.bundle.journal");
  writeFileSync(file, (double.journalText() ?? "").replace('"failed"', '"applying"'));
  double.write("dev-foundation.apply", "");
  double.write("dev-foundation.state", JSON.stringify({ lineage: "made", serial: 1 }));
  return double;
}

test("in a real cloud, what may exist and is in no state is named with the way to adopt it; who runs it again has seen that", async () => {
  const double = await killed();
  double.write("dev-foundation.list", "aws_s3_bucket.one\ndata.aws_region.here\n");
  const { refusal: name, code, problems } = await refusal(double.apply());
  expect({ name, code }).toEqual({ name: "unaccounted", code: 3 });
  expect(problems).toEqual([
    expect.stringMatching(/dev-foundation: its apply was killed.*npx plinth import dev ADDRESS ID.*force-unlock/),
    "unaccounted: dev-foundation: aws_s3_bucket.two may exist, and is not in the state",
  ]);
  expect(double.applied()).toEqual([]);

  double.write("dev-foundation.again", planText(other));
  expect((await double.apply()).map(({ outcome }) => outcome)).toEqual(["applied"]);
});

test("in a simulated cloud, what exists and is in no state is found, and nothing goes on until it is adopted", async () => {
  const home = mkdtempSync(join(tmpdir(), "plinth-home-"));
  const double = await killed(home);
  const { cloud, state } = homeFolders(home);
  mkdirSync(state, { recursive: true });
  const orphan = join(cloud, "aws/000000000010/us-west-2/aws_s3_bucket/acme-one.json");
  mkdirSync(dirname(orphan), { recursive: true });
  const values = { id: "acme-one", bucket: "acme-one", region: "us-west-2" };
  const object = { type: "aws_s3_bucket", id: "acme-one", address: "aws_s3_bucket.one", values };
  writeFileSync(orphan, JSON.stringify({ ...object, private: {} }));
  for (const _ of ["first", "second"]) {
    const { refusal: name, problems } = await refusal(double.apply());
    expect(name).toBe("unaccounted");
    expect(problems).toEqual([
      expect.stringContaining("adopt them with npx plinth import dev --orphans"),
      "unaccounted: dev-foundation: npx plinth import dev 'aws_s3_bucket.one' 'acme-one'",
    ]);
  }

  const instances = [{ attributes: values }];
  const resources = [{ mode: "managed", type: "aws_s3_bucket", name: "one", instances }];
  writeFileSync(join(state, "dev-foundation.tfstate"), JSON.stringify({ resources }));
  double.write("dev-foundation.again", planText(other));
  expect((await double.apply()).map(({ outcome }) => outcome)).toEqual(["applied"]);
});

test("a new bundle under the same name does not make a killed apply forgotten", async () => {
  const double = await killed();
  await double.bundle(planned("foundation", planText(other), { lineage: "made", serial: 1 }));
  expect((await refusal(double.apply())).refusal).toBe("unaccounted");
});
