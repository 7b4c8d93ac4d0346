/** Deploys of `local` that meet each other or are ended midway. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterAll, beforeEach, expect, jest, test } from "@jest/globals";
import { badManners, Checkout, childrenOf, type Outcome, pause, type Started, signalGroup, until } from "./checkout.ts";

jest.setTimeout(600_000);

const checkout = new Checkout();
afterAll(() => checkout.remove());

beforeEach(() => {
  for (const made of [".plinth", "cdktf.out"]) rmSync(checkout.path(made), { recursive: true, force: true });
});

/** The roles of the bootstrap are a few; then come the stack's own. */
const someObjects = 25;

async function deployMidway(target: string): Promise<Started> {
  const deploy = checkout.start("cdktf", ["deploy", target]);
  await until(() => checkout.objects().length > someObjects);
  return deploy;
}

/** Types whose objects have a name that the cloud gives once, and of which the bootstrap makes none. */
const named = ["aws_kms_alias", "aws_secretsmanager_secret", "aws_cloudwatch_log_group"];

interface State {
  /** One that is being created has no instance yet. */
  readonly resources: readonly { readonly type: string; readonly instances: readonly unknown[] }[];
}

/** How many objects of a type the foundation's state knows; that cannot be told before Terraform has written it, or while it does. */
function known(type: string): number | undefined {
  const file = checkout.path(".plinth/local/state/local-foundation.tfstate");
  const written = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (!written.endsWith("}\n")) return undefined;
  const { resources }: State = JSON.parse(written);
  return resources.filter((resource) => resource.type === type).flatMap(({ instances }) => instances).length;
}

function isLost(type: string): boolean {
  const standing = checkout.objects().filter((file) => file.includes(`/${type}/`)).length;
  return standing > (known(type) ?? standing);
}

/**
 * Stops Terraform, and not the provider, where the cloud holds something of a name that no state knows yet, and gives the
 * types: it writes its state after each object, so that a moment taken blindly may lose nothing.
 */
async function stoppedWithLosses(terraform: number): Promise<string[]> {
  for (;;) {
    process.kill(terraform, "SIGSTOP");
    for (let waited = 0; waited < 10; waited++) await pause();
    const lost = named.filter(isLost);
    if (lost.length > 0) return lost;
    process.kill(terraform, "SIGCONT");
    await pause();
  }
}

/** Deploys as soon as the lock of a dead holder has opened. */
async function deployAfterwards(target: string): Promise<Outcome> {
  const outcome = await checkout.run("cdktf", ["deploy", target]);
  if (!outcome.stderr.includes("the lock of local is held by")) return outcome;
  await pause();
  return await deployAfterwards(target);
}

async function expectNoChanges(target: string): Promise<void> {
  const { code, stdout } = await checkout.run("cdktf", ["diff", target]);
  expect(stdout).toContain("No changes.");
  expect(code).toBe(0);
}

test("of two deploys at once one finishes, and the other names the lock and its holder", async () => {
  const deploys = [1, 2].map(() => checkout.start("cdktf", ["deploy", "local-foundation"]));
  const outcomes = await Promise.all(deploys.map(({ outcome }) => outcome));
  const winner = outcomes.findIndex(({ code }) => code === 0);
  const loser = outcomes[1 - winner];
  expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(loser?.stdout).toBe("");
  expect(loser?.stderr).toContain(`${checkout.path("cdktf.out/local.lock")}: the lock of local is held by `);
  expect(loser?.stderr).toMatch(
    new RegExp(`process ${deploys[winner]?.child.pid}, cdktf deploy local, since |a process that has just started`),
  );
  await expectNoChanges("local-foundation");
});

test("Ctrl-C lets Terraform record what it has done, starts no further stack, and the next deploy goes on from there", async () => {
  const deploy = await deployMidway("local");
  signalGroup(deploy, "SIGINT");
  const interrupted = await deploy.outcome;
  expect(interrupted.stderr).toContain("Interrupted: Terraform records what it has done and ends.");
  expect(interrupted.stdout).toContain("Interrupt received.");
  expect(interrupted.stdout).not.toMatch(/^local-(data|workers|jobs) .*Creating/m);
  expect(interrupted.code).toBe(130);
  expect(badManners(interrupted)).toEqual([]);
  const next = await deployAfterwards("local");
  expect(next.stdout.match(/Apply complete!/g)).toHaveLength(4);
  expect(next.code).toBe(0);
  await expectNoChanges("local-foundation");
});

test("a command that is killed leaves Terraform to record what it has done; the lock opens by itself and the next deploy goes on", async () => {
  const deploy = await deployMidway("local-foundation");
  signalGroup(deploy, "SIGKILL");
  await deploy.outcome;
  const next = await deployAfterwards("local-foundation");
  expect({ ...next, stdout: "" }).toMatchObject({ code: 0 });
  await expectNoChanges("local-foundation");
});

// What Terraform had asked for when it died stands, and no state knows it. The cloud knows the names and says so.
test("when Terraform is killed with the command, the next deploy names each object that stands already", async () => {
  const deploy = await deployMidway("local-foundation");
  const [engine] = childrenOf(deploy.child.pid);
  const [terraform] = childrenOf(engine);
  if (engine === undefined || terraform === undefined) throw new Error("Terraform is not at work");
  const lost = await stoppedWithLosses(terraform);
  signalGroup(deploy, "SIGSTOP");
  process.kill(-engine, "SIGKILL");
  signalGroup(deploy, "SIGKILL");
  await deploy.outcome;
  const next = await deployAfterwards("local-foundation");
  const refused = [...next.stdout.matchAll(/Error: creating (aws_\w+) \(/g)].map(([, type]) => type);
  expect(refused).toEqual(expect.arrayContaining(lost));
  expect(next.stdout).toContain("the simulated cloud holds an object of this");
  expect(next.stdout).toMatch(/with aws_\w+\.\S+/);
  expect(next.code).toBe(1);
  expect(badManners(next)).toEqual([]);
});
