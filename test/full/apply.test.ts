/** Exact apply and drift on real Terraform: a small stack of chained buckets in a simulated cloud. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { dev } from "../../environments/dev.ts";
import { homeFolders } from "../../environments/home.ts";
import { bootstrapAccounts, writeIdentity } from "../../rehearsal/bootstrap.ts";
import type { FaultInput } from "../../rehearsal/faults/fault.ts";
import { orphansIn, readState } from "../../rehearsal/orphans.ts";
import { rehearsalEnvironment, terraform } from "../../rehearsal/terraform.ts";
import { prepareStackFolder } from "../../rehearsal/working-folder.ts";
import { applyBundle } from "../../scripts/apply/course.ts";
import { makeBundle } from "../../scripts/bundle/make.ts";
import { readBundle } from "../../scripts/bundle/read.ts";
import { Refused } from "../../scripts/bundle/refused.ts";
import { markOf } from "../../scripts/bundle/state-mark.ts";
import { Expectations } from "../../scripts/drift/expectations.ts";
import { stackDrift } from "../../scripts/drift/stack-drift.ts";
import { importOrphans } from "../../scripts/import-orphans.ts";
import { Interruption } from "../../scripts/interruption.ts";
import type { StackPlace } from "../../scripts/stack-places.ts";
import { planned, reviewed } from "../scripts/bundle/reviewed.ts";

jest.setTimeout(600_000);

const accounts = {
  aws: { accountId: "000000000010", roles: [], policies: [] },
  snowflake: { organization: "O", account: "A", roles: [] },
};
const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});
beforeAll(() => {
  delete process.env.PLINTH_BUNDLE_IDENTITY;
});

const names = ["one", "two", "three", "four", "five"];

/** One stack in a simulated cloud of its own. */
class Small {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), "plinth-small-")));
  readonly place: StackPlace;
  readonly file = join(this.home, "dev.bundle");
  readonly said: string[] = [];

  constructor() {
    homes.push(this.home);
    const { out, cloud, state } = homeFolders(this.home);
    const cwd = join(out, "stacks/dev-foundation");
    mkdirSync(cwd, { recursive: true });
    mkdirSync(state);
    bootstrapAccounts(cloud, accounts);
    writeIdentity(cloud, accounts);
    prepareStackFolder(cwd, { cloudDir: cloud, providers: ["aws"] });
    this.place = {
      layer: "foundation",
      stack: "dev-foundation",
      cwd,
      env: rehearsalEnvironment(process.env, this.home),
    };
  }

  get cloud(): string {
    return homeFolders(this.home).cloud;
  }

  get stateFile(): string {
    return join(homeFolders(this.home).state, "dev-foundation.tfstate");
  }

  /** Declares buckets, each waiting for the one before it. */
  declare(tag: string): void {
    const bucket = (name: string, index: number) => ({
      bucket: `acme-${name}`,
      tags: { Team: tag },
      ...(index > 0 && { depends_on: [`aws_s3_bucket.${names[index - 1]}`] }),
    });
    const configuration = {
      terraform: {
        required_providers: { aws: { source: "aws", version: "6.66.0" } },
        backend: { local: { path: this.stateFile } },
      },
      provider: { aws: [{ region: "us-west-2" }] },
      resource: { aws_s3_bucket: Object.fromEntries(names.map((name, index) => [name, bucket(name, index)])) },
    };
    writeFileSync(join(this.place.cwd, "cdk.tf.json"), JSON.stringify(configuration));
  }

  async run(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await terraform([...args, "-no-color"], this.place);
    if (code !== 0) throw new Error(`terraform ${args[0]}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Plans the stack and makes the bundle, as a preview of the real cloud does. */
  async preview(): Promise<void> {
    await this.run("init", "-input=false");
    const state = await markOf(this.place);
    await this.run("plan", "-input=false", "-out=preview.tfplan");
    const text = await this.run("show", "-json", "preview.tfplan");
    const file = join(this.place.cwd, "preview.tfplan");
    const stack = { ...planned("foundation", text, state), planFile: readFileSync(file) };
    rmSync(file);
    writeFileSync(this.file, await makeBundle(reviewed(undefined, [stack], { home: this.home })));
  }

  async apply(signal = new AbortController().signal) {
    const bundle = await readBundle(this.file, { environment: reviewed("", []).environment, home: this.home });
    const report = (line: string) => void this.said.push(line);
    const [result] = await applyBundle({
      bundle,
      environment: dev,
      places: [this.place],
      home: this.home,
      signal,
      report,
      consent: async () => {},
    });
    return result;
  }

  faults(...faults: readonly FaultInput[]): void {
    writeFileSync(join(this.cloud, "faults.json"), JSON.stringify({ faults }));
  }

  /** What stands, as its state says, without what is drawn anew in each cloud. */
  standing(): string[] {
    return readState(this.stateFile).map(
      ({ address, values }) => `${address} ${values.bucket} ${JSON.stringify(values.tags)}`,
    );
  }

  orphans(): string[] {
    return orphansIn(this.cloud, readState(this.stateFile)).map(({ importId }) => importId);
  }

  bucketFile(name: string): string {
    return join(this.cloud, `aws/000000000010/us-west-2/aws_s3_bucket/acme-${name}.json`);
  }

  async drift() {
    const around = {
      expectations: new Expectations([], "2026-11-21"),
      signal: new AbortController().signal,
      report: () => {},
    };
    return await stackDrift(this.place, around);
  }
}

async function refusal(work: Promise<unknown>): Promise<Refused> {
  const problem = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (problem instanceof Refused) return problem;
  throw new Error(`not refused: ${problem}`);
}

const whole = names.map((name) => `aws_s3_bucket.${name} acme-${name} {"Team":"data"}`).sort();

test("what was reviewed is applied; a plan of a state that has moved on is stale; what is changed outside shows, without its values", async () => {
  const small = new Small();
  small.declare("data");
  await small.preview();
  expect(await small.apply()).toMatchObject({ outcome: "applied", added: 5, problems: [] });
  expect(small.standing().sort()).toEqual(whole);
  expect(readdirSync(small.place.cwd).filter((name) => name.endsWith(".tfplan"))).toEqual([]);

  small.declare("search");
  await small.preview();
  const early = readFileSync(small.file);
  expect(await small.apply()).toMatchObject({ outcome: "applied", changed: 5 });
  const stood = small.standing();
  rmSync(`${small.file}.journal`);
  writeFileSync(small.file, early);
  expect((await refusal(small.apply())).message).toContain(
    "stale: dev-foundation: its state has changed since it was planned",
  );
  expect(small.standing()).toEqual(stood);

  expect((await small.drift()).drifted).toEqual([]);
  const object = readFileSync(small.bucketFile("one"), "utf8");
  const { values, ...rest } = JSON.parse(object);
  writeFileSync(
    small.bucketFile("one"),
    JSON.stringify({ ...rest, values: { ...values, tags_all: { Team: "strangers" } } }),
  );
  rmSync(small.bucketFile("five"));
  const { drifted } = await small.drift();
  expect(drifted.map(({ address, what }) => `${address} ${what}`)).toEqual([
    "aws_s3_bucket.five deleted",
    "aws_s3_bucket.one changed",
  ]);
  expect(JSON.stringify(drifted)).not.toContain("strangers");
});

test("Ctrl-C in the middle, and the same command again, end as one run does", async () => {
  const small = new Small();
  small.declare("data");
  await small.preview();
  small.faults({ delay: "create", address: "aws_s3_bucket.three", ms: 2500 });
  const controller = new AbortController();
  const run = small.apply(controller.signal);
  const begun = () => readdirSync(small.cloud, { recursive: true }).some((name) => String(name).includes("acme-two"));
  while (!begun()) await new Promise((resolve) => setTimeout(resolve, 30));
  controller.abort(new Interruption("SIGINT"));
  await expect(run).rejects.toBeInstanceOf(Interruption);
  expect(small.orphans()).toEqual([]);
  expect(small.standing().length).toBeLessThan(5);

  small.faults();
  expect(await small.apply()).toMatchObject({ outcome: "applied" });
  expect(small.standing().sort()).toEqual(whole);
  expect((await small.apply())?.outcome).toBe("before");
});

test("after a kill, what no state knows is named; adopted, the same command makes the rest", async () => {
  const small = new Small();
  small.declare("data");
  await small.preview();
  small.faults({ stopAfter: 3, signal: "SIGKILL" });
  expect(await small.apply()).toMatchObject({
    outcome: "unrecorded",
    problems: [expect.stringMatching(/^Terraform was killed, .* run the same command again/)],
  });
  small.faults();
  const lost = small.orphans();
  expect(lost.length).toBeGreaterThan(0);
  const { refusal: name, problems } = await refusal(small.apply());
  expect(name).toBe("unaccounted");
  for (const id of lost)
    expect(problems.join("\n")).toMatch(new RegExp(`npx plinth import dev 'aws_s3_bucket\\.\\w+' '${id}'`));

  const { left } = await importOrphans(small.home, [small.place], () => {});
  expect(left).toEqual([]);
  expect(await small.apply()).toMatchObject({ outcome: "applied" });
  expect(small.standing().sort()).toEqual(whole);
  expect(small.orphans()).toEqual([]);
});
