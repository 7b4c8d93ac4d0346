import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolders } from "../../../environments/home.ts";
import { rehearsalEnvironment } from "../../../rehearsal/terraform.ts";
import { prepareStackFolder } from "../../../rehearsal/working-folder.ts";
import type { Synthesis } from "../base/synthesis.ts";

/** Puts a stack, for whatever state it was synthesized, where Terraform can plan it in a simulated cloud: state in a folder, providers simulated. */
export function placeStack(home: string, name: string, synthesis: Synthesis): { cwd: string; env: NodeJS.ProcessEnv } {
  const cwd = writeStack(home, name, synthesis);
  prepareStackFolder(cwd, {
    cloudDir: homeFolders(home).cloud,
    providers: ["aws", "snowflake", "kubernetes", "helm"],
  });
  return { cwd, env: rehearsalEnvironment(process.env, home) };
}

/** Its configuration and assets alone; answers the folder. */
export function writeStack(home: string, name: string, { out: synthesized, stacks }: Synthesis): string {
  const { out, state } = homeFolders(home);
  const cwd = join(out, "stacks", name);
  mkdirSync(cwd, { recursive: true });
  mkdirSync(state, { recursive: true });
  const assets = join(synthesized, "stacks", name, "assets");
  if (existsSync(assets)) cpSync(assets, join(cwd, "assets"), { recursive: true });
  const text = stacks.get(name) ?? "{}";
  writeFileSync(join(cwd, "cdk.tf.json"), JSON.stringify(rehearsable(JSON.parse(text), name, state), null, 1));
  return cwd;
}

/**
 * The same stack with its state, and the states it reads, in a folder. Without `prevent_destroy`: Terraform gives no plan at
 * all where it forbids a part of it, and a preview must show what is forbidden.
 */
function rehearsable(stack: Record<string, unknown>, name: string, state: string): Record<string, unknown> {
  const { terraform, data, resource, ...rest } = stack;
  const { backend: _, ...settings } = Object(terraform);
  const { terraform_remote_state: states, ...others } = Object(data);
  const file = (of: string) => join(state, `${of}.tfstate`);
  const read =
    states === undefined
      ? others
      : { ...others, terraform_remote_state: mapped(states, (one) => localState(one, file)) };
  return {
    ...rest,
    terraform: { ...settings, backend: { local: { path: file(name) } } },
    // Terraform refuses an empty block of them.
    ...(Object.keys(read).length > 0 && { data: read }),
    ...(resource !== undefined && { resource: mapped(resource, (ofType) => mapped(ofType, destroyable)) }),
  };
}

/** The name of the state that is read is the last part of its place: `prod/prod-foundation.tfstate`. */
function localState(read: unknown, file: (of: string) => string): unknown {
  const { backend: _, config, ...rest } = Object(read);
  const { key, path } = Object(config);
  const of = String(key ?? path).match(/([^/]+)\.tfstate$/)?.[1] ?? "";
  return { ...rest, backend: "local", config: { path: file(of) } };
}

function destroyable(resource: unknown): unknown {
  const { lifecycle, ...rest } = Object(resource);
  if (lifecycle === undefined) return resource;
  const { prevent_destroy: _, ...others } = Object(lifecycle);
  return Object.keys(others).length === 0 ? rest : { ...rest, lifecycle: others };
}

function mapped(record: unknown, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(Object(record)).map(([key, value]) => [key, change(value)]));
}
