import { amountOf } from "../../constructs/jobs/resources.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import { addressesPerNode } from "../../constructs/workers/node-addresses.ts";
import { leastCpus } from "../../constructs/workers/node-classes.ts";
import type { Environment } from "../environment.ts";
import { privateAddresses } from "./network.ts";

/** GiB of a node's disk for its system and the images on it. */
const ownDiskGib = 20;

/** A run that no node could hold would wait for ever. */
export function* jobsFitNodes(env: Environment): Iterable<Breach> {
  const { jobNodes } = env.workers;
  yield* each(env.jobs.definitions, function* ({ capacity, requests, scratch }, name) {
    const at = ["jobs", "definitions", name];
    const pool = capacity === "spot" ? "spot" : "onDemand";
    const { cpu, memoryGib } = jobNodes[pool];
    const needs = {
      cpu: { path: ["requests", "cpu"], asked: amountOf("cpu", requests.cpu), most: cpu, shown: `${cpu} CPUs` },
      memoryGib: {
        path: ["requests", "memory"],
        asked: amountOf("memory", requests.memory) / 1024,
        most: memoryGib,
        shown: `${memoryGib} GiB`,
      },
    };
    for (const [key, { path, asked, most, shown }] of Object.entries(needs)) {
      if (asked <= most) continue;
      yield {
        path: [...at, ...path],
        also: [["workers", "jobNodes", pool, key]],
        rule: `it must not exceed what all ${capacity} nodes have together (${shown})`,
        remedy: "Ask for less, or let the pool grow",
      };
    }
    const most = jobNodes.diskGib - ownDiskGib;
    if (amountOf("memory", scratch) / 1024 <= most) return;
    yield {
      path: [...at, "scratch"],
      also: [["workers", "jobNodes", "diskGib"]],
      rule: `it must leave a node ${ownDiskGib} GiB of its disk, and so be ${most}Gi at most`,
      remedy: "Use less, or give nodes larger disks",
    };
  });
}

/** Nodes that do not find an address never join. The smallest take the most for what they carry. */
export function* jobNodeAddresses(env: Environment): Iterable<Breach> {
  if (env.network.mode === "existing") return;
  const { jobNodes, nodeGroup } = env.workers;
  const free =
    privateAddresses(env.network) - nodeGroup.maxNodes * Math.max(...nodeGroup.instanceTypes.map(addressesPerNode));
  const nodes = Math.floor(jobNodes.onDemand.cpu / leastCpus) + Math.floor(jobNodes.spot.cpu / leastCpus);
  const perNode = addressesPerNode("any.xlarge");
  if (free < 0 || nodes * perNode <= free) return;
  yield {
    path: ["workers", "jobNodes", "onDemand", "cpu"],
    also: [
      ["workers", "jobNodes", "spot", "cpu"],
      ["network", "cidr"],
    ],
    rule: `the pools may come to ${nodes} nodes of ${perNode} addresses each, and the node group leaves ${free} in the private subnets of ${env.network.cidr}`,
    remedy: "Use fewer CPUs, or a larger range",
  };
}
