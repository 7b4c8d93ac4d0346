/** Stands for kubectl: answers from a scenario, and writes down how it was called. See {@link Scenario}. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Pod {
  readonly name: string;
  readonly phase: "Pending" | "Running" | "Succeeded" | "Failed";
  readonly exitCode?: number;
  /** Why a pending pod waits. */
  readonly waiting?: string;
}

export interface Scenario {
  /** What stands at each look at the Job; the last one stays. */
  readonly looks: readonly {
    readonly end?: { readonly type: "Complete" | "Failed"; readonly reason?: string; readonly message?: string };
    readonly pods: readonly Pod[];
  }[];
  /** Log of each pod; one that does not end is followed for ever. */
  readonly logs: Readonly<Record<string, { readonly text: string; readonly cutAt?: number; readonly endless?: true }>>;
}

const folder = process.env.KUBECTL_FOLDER ?? "";
const scenario: Scenario = JSON.parse(readFileSync(join(folder, "scenario.json"), "utf8"));
const args = process.argv.slice(2);
const stdin = args.includes("-") ? readFileSync(0, "utf8") : "";
appendFileSync(join(folder, "calls.jsonl"), `${JSON.stringify({ args, stdin })}\n`);

/** Of every CronJob. */
const container = { name: "job", image: "jobs@sha256:ab", command: ["node", "jobs/main.ts", "publish"] };

const [verb, kind, name = ""] = args.slice(4);
if (args[0] !== "--kubeconfig" || !existsSync(args[1] ?? "")) fail("no kubeconfig was given");
else if (verb === "logs") await log(args.find((argument) => argument.startsWith("pod/"))?.slice("pod/".length) ?? "");
else if (verb === "create") create();
else if (kind === "cronjobs") answer({ items: [cronJob("publish", false), cronJob("ingest", true)] });
else if (kind === "job") answer({ status: { conditions: conditions(next()) } });
else if (kind === "pods") answer({ items: look().pods.map(pod) });
else fail(`unknown: ${args.join(" ")}`);

function create(): void {
  if (kind === "--filename") answer(JSON.parse(stdin));
  else answer({ kind: "Job", metadata: { name }, spec: { template: { spec: { containers: [container] } } } });
}

/** As a log is read: from its beginning, each time. */
async function log(pod: string): Promise<void> {
  const { text = "", cutAt, endless } = scenario.logs[pod] ?? {};
  const count = join(folder, `${pod}.reads`);
  const first = !existsSync(count);
  writeFileSync(count, "");
  process.stdout.write(first && cutAt !== undefined ? text.slice(0, cutAt) : text);
  if (endless) await sleep(60_000);
}

function cronJob(name: string, suspend: boolean) {
  return { metadata: { name }, spec: { schedule: "15 2 * * *", timeZone: "Europe/Berlin", suspend } };
}

function pod({ name, phase, exitCode, waiting }: Pod, index: number) {
  const state = exitCode === undefined ? { waiting: waiting && { reason: waiting } } : { terminated: { exitCode } };
  return {
    metadata: { name, creationTimestamp: `2026-01-15T02:0${index}:00Z` },
    spec: { containers: [{ name: "job" }] },
    status: { phase, containerStatuses: [{ state: waiting || exitCode !== undefined ? state : {} }] },
  };
}

function conditions({ end }: Scenario["looks"][number]) {
  return end ? [{ ...end, status: "True" }] : [];
}

/** Looking at the Job moves the scenario on; its pods are those of the same look. */
function next(): Scenario["looks"][number] {
  writeFileSync(join(folder, "look"), String(looked() + 1));
  return look();
}

function look(): Scenario["looks"][number] {
  return scenario.looks[Math.min(looked(), scenario.looks.length) - 1] ?? { pods: [] };
}

function looked(): number {
  const file = join(folder, "look");
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
}

function answer(object: unknown): void {
  process.stdout.write(JSON.stringify(object));
}

function fail(why: string): void {
  process.stderr.write(`error: ${why}\n`);
  process.exitCode = 1;
}
