import { z } from "zod";

/** What is read of Kubernetes objects: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/. */
const named = z.looseObject({ name: z.string() });
const condition = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});

export const scheduledJobs = z
  .looseObject({
    items: z.array(
      z.looseObject({
        metadata: named,
        spec: z.looseObject({
          schedule: z.string(),
          timeZone: z.string().default("Etc/UTC"),
          suspend: z.boolean().default(false),
        }),
      }),
    ),
  })
  .transform(({ items }) =>
    items.map(({ metadata, spec }) => ({
      name: metadata.name,
      schedule: spec.schedule,
      timeZone: spec.timeZone,
      suspended: spec.suspend,
    })),
  );

const container = z.looseObject({ name: z.string(), args: z.array(z.string()).optional() });
const manifest = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({ spec: z.looseObject({ containers: z.tuple([container], container) }) }),
  }),
});

/** The Job that kubectl makes of a CronJob, with further arguments for its program. */
export function jobManifest(made: unknown, args: readonly string[]): z.output<typeof manifest> {
  const job = manifest.parse(made);
  const [first, ...others] = job.spec.template.spec.containers;
  const told = { ...first, args: [...(first.args ?? []), ...args] };
  const pod = { ...job.spec.template.spec, containers: [args.length > 0 ? told : first, ...others] };
  return manifest.parse({ ...job, spec: { ...job.spec, template: { ...job.spec.template, spec: pod } } });
}

/** Whether a Job is over, and why it failed. */
export const jobEnd = z
  .looseObject({ status: z.looseObject({ conditions: z.array(condition).default([]) }).prefault({}) })
  .transform(({ status }) => {
    const end = status.conditions.find(({ type, status }) => status === "True" && /^(Complete|Failed)$/.test(type));
    return { state: end?.type, why: [end?.reason, end?.message].filter(Boolean).join(": ") };
  });

const pod = z.looseObject({
  metadata: z.looseObject({ name: z.string(), creationTimestamp: z.string().default("") }),
  spec: z.looseObject({ containers: z.tuple([named], named) }),
  status: z
    .looseObject({
      phase: z.string().default("Pending"),
      conditions: z.array(condition).default([]),
      containerStatuses: z
        .array(
          z.looseObject({
            state: z
              .looseObject({
                waiting: z.looseObject({ reason: z.string().optional(), message: z.string().optional() }).optional(),
                terminated: z.looseObject({ exitCode: z.int() }).optional(),
              })
              .prefault({}),
          }),
        )
        .default([]),
    })
    .prefault({}),
});

/** The pods of a Job, in the order in which they were made. */
export const podList = z.looseObject({ items: z.array(pod) }).transform(({ items }) =>
  items
    .sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1))
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      container: spec.containers[0].name,
      started: status.phase !== "Pending",
      exitCode: status.containerStatuses[0]?.state.terminated?.exitCode,
      waiting: whyPending(status),
    })),
);
type Pod = z.output<typeof podList>[number];

/** Why the newest pod has not started, for people. */
export function waitingFor(pods: readonly Pod[]): string | undefined {
  const newest = pods.at(-1);
  if (newest === undefined) return "no pod has been made yet";
  return newest.started ? undefined : newest.waiting;
}

/** That of the last pod; 1 where none is left to be asked, as after a deadline. */
export function exitCode(pods: readonly Pod[]): number {
  return pods.findLast(({ exitCode }) => exitCode)?.exitCode ?? 1;
}

function whyPending({ conditions, containerStatuses }: z.output<typeof pod>["status"]): string {
  const waiting = containerStatuses[0]?.state.waiting;
  const unscheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  const said = waiting ?? unscheduled;
  return [said?.reason, said?.message].filter(Boolean).join(": ") || "its pod is pending";
}
