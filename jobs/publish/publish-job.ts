import type { ContractOf, WarehouseContract } from "../contract.ts";
import { type JobRequest, requestOf } from "../request.ts";
import type { JobReport, JobSurroundings } from "../surroundings.ts";
import type { PublishEngine, Version } from "./engine.ts";
import { breakLease } from "./lease-break.ts";
import { publish } from "./publish.ts";
import { type PublishOptions, protocolRun, publishRun, withEngine } from "./publish-terms.ts";
import { resumeLive, retire } from "./retire.ts";
import { rollback } from "./rollback.ts";
import { describeEntry, describeLease, describeStatus, statusOf } from "./status.ts";

/** Runs a publish job as it was asked to: publishes where nothing else was. */
export async function runPublish(contract: ContractOf<"publish">, job: JobSurroundings): Promise<JobReport> {
  const request = requestOf("publish", job.arguments);
  if (request.action === "run") return publishVersion(contract, job, request.options);
  return withEngine(contract, job, request.options, (engine) => act(request, engine, contract, job));
}

/** Builds, audits and publishes one version: what a backfill does after its ingest too. */
export async function publishVersion(
  contract: WarehouseContract,
  job: JobSurroundings,
  options: PublishOptions,
): Promise<JobReport> {
  return withEngine(contract, job, options, async (engine) => {
    const { publication } = await publish(await publishRun(contract, job, engine, options));
    const { token, rows, publishedAt } = publication;
    const marts = Object.entries(rows);
    const what = options.auditOnly ? "would pass" : options.dryRun ? "would be live" : `is live since ${publishedAt}`;
    return {
      summary: [`version ${token} ${what}`, ...marts.map(([mart, count]) => `  ${mart}: ${count} rows`)],
      counts: Object.fromEntries(marts.map(([mart, count]) => [`rows of ${mart}`, count])),
      details: publication,
    };
  });
}

/** Drops the versions whose time has run out, and the candidates that nobody holds: what maintenance does. */
export async function retireVersions(
  contract: WarehouseContract,
  job: JobSurroundings,
  options: PublishOptions = {},
): Promise<readonly Version[]> {
  return withEngine(contract, job, options, async (engine) => {
    const terms = { previousHours: contract.publish.previousHours, now: new Date() };
    return retire(await protocolRun(contract, job, engine, options), terms);
  });
}

async function act(
  { action, options }: JobRequest,
  engine: PublishEngine,
  contract: WarehouseContract,
  job: JobSurroundings,
): Promise<JobReport> {
  const { leaseSeconds } = contract.publish;
  switch (action) {
    case "status": {
      const status = await statusOf(engine);
      return { summary: describeStatus(status), counts: {}, details: status };
    }
    case "history": {
      const entries = await engine.history.entries(shownEntries);
      return { summary: entries.map(describeEntry), counts: { runs: entries.length }, details: entries };
    }
    case "rollback": {
      const live = await rollback(await publishRun(contract, job, engine, options));
      const verb = options.dryRun ? "would be" : "is";
      return { summary: [`version ${live.token} of run ${live.runId} ${verb} live again`], counts: {}, details: live };
    }
    case "resume":
      await resumeLive(await protocolRun(contract, job, engine));
      return { summary: ["what a clone suspends runs in live"], counts: {} };
    case "retire": {
      const terms = { previousHours: 0, now: new Date() };
      const dropped = await retire(await protocolRun(contract, job, engine, options), terms);
      return {
        summary: dropped.map(({ token, runId }) => `version ${token} of run ${runId} was dropped`),
        counts: { retired: dropped.length },
      };
    }
    case "lease show": {
      const lease = await engine.leases.current();
      return { summary: [describeLease(lease)], counts: {}, details: lease };
    }
    case "lease break": {
      const lease = await breakLease(engine, leaseSeconds, options);
      return { summary: [`the lease of run ${lease.owner} is broken`], counts: {}, details: lease };
    }
    default:
      throw new Error(`publish ${action} is read, and nothing does it.`);
  }
}

/** Entries of the history that are shown. */
const shownEntries = 50;
