import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { Layer } from "../../../environments/layers.ts";
import { sha256 } from "../../../scripts/bundle/envelope.ts";
import type { Reviewed, StackToBundle } from "../../../scripts/bundle/make.ts";
import type { Surroundings } from "../../../scripts/bundle/surroundings.ts";
import type { EnvironmentPreview } from "../../../scripts/preview/document.ts";

export const plantedSecret = "Zq7!planted-hunter2-secret";

export interface PlannedResource {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
  readonly unknown?: Record<string, unknown>;
  readonly reason?: string;
  /** Attributes that the configuration writes out. */
  readonly literals?: readonly string[];
}

/** A plan as `terraform show -json` writes it. */
export function planText(...resources: readonly PlannedResource[]): string {
  return JSON.stringify({
    format_version: "1.2",
    resource_changes: resources.map(({ address, actions, before = null, after = null, unknown = {}, reason }) => ({
      address,
      mode: "managed",
      type: address.split(".")[0],
      ...(reason !== undefined && { action_reason: reason }),
      change: { actions, before, after, after_unknown: unknown },
    })),
    configuration: {
      root_module: {
        resources: resources.map(({ address, after = {}, literals = [] }) => ({
          address,
          expressions: Object.fromEntries(
            Object.keys(after).map((name) => [
              name,
              literals.includes(name) ? { constant_value: 1 } : { references: ["x"] },
            ]),
          ),
        })),
      },
    },
    complete: true,
    errored: false,
  });
}

export const bucket: PlannedResource = {
  address: "aws_s3_bucket.one",
  actions: ["create"],
  after: { bucket: "acme-one", policy: plantedSecret },
  unknown: { arn: true },
};

/** A stack as it is planned against its own cloud; its plan file is the plan's JSON, which the Terraform of these tests reads. */
export function planned(layer: Layer, plan: string | undefined, state: StackToBundle["state"] = null): StackToBundle {
  return {
    planned: {
      stack: `dev-${layer}`,
      layer,
      status: "planned",
      provisional: [],
      problems: [],
      events: [],
      ...(plan !== undefined && { plan }),
    },
    ...(plan !== undefined && { planFile: Buffer.from(plan) }),
    state,
  };
}

/** The same stack as planned before its upstream is as it will be. */
export function plannedEarly(layer: Layer, plan: string, status: "provisional" | "rehearsed"): StackToBundle {
  return { planned: { ...planned(layer, plan).planned, status } };
}

export const surroundings: Surroundings = {
  environment: "dev",
  commit: "1".repeat(40),
  uncommitted: false,
  configurations: { "dev-foundation": sha256("a"), "dev-data": sha256("b") },
  providerLock: sha256("lock"),
  terraform: "1.11.4",
  plinth: "0.0.0",
  engine: "0.24.0",
};

export const preview: EnvironmentPreview = {
  name: "dev",
  protection: "ephemeral",
  problems: [],
  verdict: "ok",
  risk: "R1",
  stacks: [],
  findings: [],
};

export interface Key {
  readonly identity: string;
  readonly recipient: string;
}

export async function newKey(): Promise<Key> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

export function reviewed(
  recipient: string | undefined,
  stacks: readonly StackToBundle[],
  changes: Partial<Reviewed> = {},
): Reviewed {
  return {
    environment: { name: "dev", ci: { repository: "example-org/data-platform", bundleRecipient: recipient } },
    home: undefined,
    surroundings,
    preview,
    stacks,
    ...changes,
  };
}
