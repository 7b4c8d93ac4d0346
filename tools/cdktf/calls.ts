import { stackName, waves } from "../../environments/layers.ts";

/**
 * The engine's calls for a verb on stacks of one environment. It plans one stack a call, and deploys an environment in real
 * accounts wave by wave, so that each can be checked before it starts; other verbs take all stacks at once, or none.
 */
export function callsOf(
  verb: string,
  { name, cloud }: { readonly name: string; readonly cloud: "real" | "simulated" },
  stacks: readonly string[],
): string[][] {
  if (verb === "list" || verb === "synth") return [[verb]];
  if (verb === "diff") return stacks.map((stack, index) => [verb, stack, ...skipSynth(index)]);
  if (verb !== "deploy" || cloud === "simulated") return [[verb, ...stacks]];
  const waiting = waves
    .map((wave) => wave.map((layer) => stackName(name, layer)).filter((stack) => stacks.includes(stack)))
    .filter((wave) => wave.length > 0);
  // That the stacks of earlier waves stand, the check says.
  return waiting.map((wave, index) => [verb, ...wave, "--ignore-missing-stack-dependencies", ...skipSynth(index)]);
}

/** The first call synthesizes for the rest. */
function skipSynth(index: number): string[] {
  return index > 0 ? ["--skip-synth"] : [];
}
