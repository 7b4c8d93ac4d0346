/** Jobs of a real environment, with programs that stand for aws and kubectl. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { type Outcome, programs } from "../command.ts";
import type { Scenario } from "./kubectl-double.ts";

jest.setTimeout(60_000);

const signedIn = "account=123456789012; status=0";
const root = mkdtempSync(join(tmpdir(), "plinth-cluster-"));
afterAll(() => rmSync(root, { recursive: true }));

const succeeded: Scenario = {
  looks: [
    { pods: [] },
    { pods: [{ name: "one", phase: "Pending", waiting: "ContainerCreating" }] },
    { pods: [{ name: "one", phase: "Running" }] },
    { pods: [{ name: "one", phase: "Succeeded", exitCode: 0 }], end: { type: "Complete" } },
  ],
  logs: { one: { text: "lease: token 7\nlive: version 7\n" } },
};

test("without a sign-in, with another account's, or without the cluster, nothing is started", async () => {
  const refused = async (aws: string) => {
    const cluster = newCluster(succeeded, aws);
    const { code, stdout, stderr } = await cluster.run("publish").outcome;
    expect({ code, stdout, calls: cluster.calls() }).toEqual({ code: 1, stdout: "", calls: [] });
    return stderr;
  };
  expect(await refused("account=; status=0")).toContain("it must be account 123456789012 of live. Sign in to it");
  expect(await refused("account=999999999999; status=0")).toBe(
    "AWS identity: signed in to account 999999999999; it must be account 123456789012 of live. Sign in to it: aws sso login, or AWS_PROFILE.\n",
  );
  expect(await refused("account=123456789012; status=254")).toBe(
    "cluster plinth-live-workers: AWS gave no way to it (No cluster found). Sign in as someone whom its access entries let in, and deploy live-workers first if it does not exist.\n",
  );
});

test("a job that no one deployed is refused with those that are", async () => {
  const cluster = newCluster(succeeded);
  const { code, stderr } = await cluster.run("publsh").outcome;
  expect(stderr).toBe(
    "plinth job: the job is publsh; it must be deployed in live (deployed are publish, ingest). Run npx cdktf deploy live, or name a deployed job.\n",
  );
  expect(code).toBe(1);
  expect(cluster.calls().map(({ args }) => args[4])).toEqual(["get"]);
});

test("a run is a Job made from the CronJob with the arguments as they are, and its log and exit code are the command's", async () => {
  const cluster = newCluster(succeeded);
  const args = ["lease", "break", "--reason", 'its node\'s gone; $(rm -rf "$HOME") ü'];
  const { code, stdout, stderr } = await cluster.run("publish", ...args).outcome;
  expect({ code, stdout }).toEqual({ code: 0, stdout: "lease: token 7\nlive: version 7\n" });
  const [dryRun, created] = cluster.calls().filter((call) => call.args[4] === "create");
  const name = dryRun?.args[6] ?? "";
  expect(name).toMatch(/^publish-m[a-z0-9]{6}$/);
  expect(dryRun?.args.slice(4)).toEqual([
    "create",
    "job",
    name,
    "--from=cronjob/publish",
    "--dry-run=client",
    "--output",
    "json",
  ]);
  expect(JSON.parse(created?.stdin ?? "")).toEqual({
    kind: "Job",
    metadata: { name },
    spec: {
      template: {
        spec: {
          containers: [{ name: "job", image: "jobs@sha256:ab", command: ["node", "jobs/main.ts", "publish"], args }],
        },
      },
    },
  });
  expect(stderr.split("\n")).toEqual([
    `job publish: started as Job ${name}`,
    `Job ${name} waits: no pod has been made yet`,
    `Job ${name} waits: ContainerCreating`,
    "",
  ]);
});

test("the kubeconfig is a file of its own, in the namespace of the jobs, and is gone afterwards", async () => {
  const cluster = newCluster(succeeded);
  await cluster.run("publish").outcome;
  const files = new Set(cluster.calls().map(({ args }) => args[1]));
  expect([...files]).toEqual([expect.stringMatching(/plinth-kubeconfig-\w+\/config$/)]);
  for (const file of files) expect(existsSync(file ?? "")).toBe(false);
  expect(cluster.calls().every(({ args }) => args[2] === "--namespace" && args[3] === "jobs")).toBe(true);
  expect(readdirSync(cluster.home)).toEqual([]);
});

test("a retried pod's log follows the first one's, and the exit code is the last pod's", async () => {
  const one = { name: "one", phase: "Failed", exitCode: 2 } as const;
  const cluster = newCluster({
    looks: [
      { pods: [{ name: "one", phase: "Running" }] },
      { pods: [one, { name: "two", phase: "Pending" }] },
      {
        pods: [one, { name: "two", phase: "Failed", exitCode: 1 }],
        end: { type: "Failed", reason: "PodFailurePolicy", message: "Container job failed with exit code 1" },
      },
    ],
    logs: { one: { text: "Stopped by SIGTERM.\n" }, two: { text: "test not_null: fail\n" } },
  });
  const { code, stdout, stderr } = await cluster.run("publish").outcome;
  expect({ code, stdout }).toEqual({ code: 1, stdout: "Stopped by SIGTERM.\ntest not_null: fail\n" });
  expect(stderr).toMatch(/Job \S+ failed: PodFailurePolicy: Container job failed with exit code 1\n$/);
});

test("a Job that ran into its deadline, whose pods are gone, fails with what Kubernetes says", async () => {
  const end = { type: "Failed", reason: "DeadlineExceeded", message: "Job was active longer than specified" } as const;
  const { code, stderr } = await newCluster({ looks: [{ pods: [], end }], logs: {} }).run("publish").outcome;
  expect(stderr).toContain("failed: DeadlineExceeded: Job was active longer than specified");
  expect(code).toBe(1);
});

test("a log whose connection breaks goes on where it broke", async () => {
  const logs = { one: { text: "lease: token 7\nlive: version 7\n", cutAt: 9 } };
  const { stdout } = await newCluster({ ...succeeded, logs }).run("publish").outcome;
  expect(stdout).toBe("lease: token 7\nlive: version 7\n");
});

test("Ctrl-C leaves the Job to the cluster and says so", async () => {
  const looks = [{ pods: [{ name: "one", phase: "Running" } as const] }];
  const cluster = newCluster({ looks, logs: { one: { text: "transform: building\n", endless: true } } });
  const { outcome, signal } = cluster.run("publish");
  await signal("SIGINT", /transform: building/);
  const { code, stderr } = await outcome;
  expect(stderr).toMatch(
    /Job (publish-m\w+) goes on in the cluster\. npx plinth status live shows how it ended; kubectl --namespace jobs delete job \1 ends it\.\n$/,
  );
  expect(code).toBe(130);
  expect(cluster.calls().some(({ args }) => args.includes("delete"))).toBe(false);
});

function newCluster(scenario: Scenario, identity = signedIn) {
  const folder = mkdtempSync(join(root, "cluster-"));
  writeFileSync(join(folder, "scenario.json"), JSON.stringify(scenario));
  const path = programs({
    kubectl: `exec ${process.execPath} ${join(__dirname, "kubectl-double.ts")} "$@"`,
    aws: `${identity}
case "$1" in
  sts) echo "{\\"Account\\": \\"$account\\"}" ;;
  eks) [ "$status" = 0 ] && echo config > "$8" || { echo "No cluster found" >&2; exit "$status"; } ;;
esac`,
  });
  const home = mkdtempSync(join(root, "home-"));
  const env = { ...process.env, HOME: home, KUBECTL_FOLDER: folder, PATH: [path, process.env.PATH].join(delimiter) };
  return {
    home,
    calls(): { args: string[]; stdin: string }[] {
      const file = join(folder, "calls.jsonl");
      if (!existsSync(file)) return [];
      return readFileSync(file, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    },
    run: (job: string, ...args: string[]) => start([job, ...args], env),
  };
}

/** Runs a job of the environment `live`, and can signal the process when it has said something. */
function start(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [join(__dirname, "run-live.ts"), ...args], {
    env: { ...env, FORCE_COLOR: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  const signal = async (name: NodeJS.Signals, after: RegExp) => {
    while (!after.test(stdout) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(name);
  };
  return { outcome, signal };
}
