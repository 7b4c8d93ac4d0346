import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { loadEnvironment } from "../environments/catalog.ts";
import type { Environment } from "../environments/environment.ts";
import { terraform, terraformVersion } from "../rehearsal/terraform.ts";
import { lockEnvironment } from "../tools/cdktf/deploy-lock.ts";
import { gate } from "../tools/cdktf/gate.ts";
import { importOrphans, type OrphansReport } from "./import-orphans.ts";
import { homeOf, type StackPlace, stackPlaces } from "./stack-places.ts";

interface Options {
  readonly orphans?: boolean;
  readonly home?: string;
  readonly json?: boolean;
}

const root = join(import.meta.dirname, "..");

export function importCommand(done: (code: number) => void): Command {
  return new Command("import")
    .description("Takes what exists into the state of the stack that declares it")
    .argument("<environment>", "for instance prod")
    .argument(
      "[address]",
      "the resource's address, for instance aws_s3_bucket.lake_bronze_bucket_1A2B3C4D; plinth names the stack",
    )
    .argument("[id]", "the import id, in the form that the provider's documentation gives")
    .option("--orphans", "adopt every object of a simulated cloud that is in no state, as after a killed run")
    .option("--home <folder>", "the folder of a rehearsal that was kept (default: the environment's own cloud)")
    .option("--json", "print the result as JSON")
    .action(async (name: string, address: string | undefined, id: string | undefined, options: Options) => {
      const environment = await loadEnvironment(name);
      const home = homeOf(environment, options.home && resolve(options.home));
      checkCall(environment, address, id, options, home);
      await terraformVersion(process.env);
      const release = home === undefined || !options.home ? lock(environment) : () => {};
      try {
        const places = stackPlaces(environment, home);
        const say = options.json ? () => {} : (line: string) => console.error(line);
        if (options.orphans && home !== undefined) {
          const report = await importOrphans(home, places, say);
          console.log(options.json ? JSON.stringify({ environment: name, ...report }, null, 2) : summary(name, report));
          done(report.problems.length > 0 || report.left.length > 0 ? 1 : 0);
        } else if (address !== undefined && id !== undefined) {
          const stack = await importOne(places, address, id);
          const result = { environment: name, adopted: [{ stack, address, id }] };
          console.log(options.json ? JSON.stringify(result, null, 2) : `${address} of ${stack} is now ${id}.`);
          done(0);
        }
      } finally {
        release();
      }
    });
}

/** `terraform import` in the folder of the stack that declares the address. Answers the stack. */
export async function importOne(places: readonly StackPlace[], address: string, id: string): Promise<string> {
  const place = placeOf(places, address);
  for (const args of [["init"], ["import"]]) {
    const all = [...args, "-input=false", "-no-color", ...(args[0] === "import" ? [address, id] : [])];
    const { code, stdout, stderr } = await terraform(all, place);
    if (code !== 0) throw new ConfigurationError([`${place.stack}: ${(stderr || stdout).trim()}`]);
  }
  return place.stack;
}

function placeOf(places: readonly StackPlace[], address: string): StackPlace {
  const [type = "", name = ""] = address.replace(/\[.*$/, "").split(".");
  const found = places.filter(({ cwd }) => {
    const { resource } = JSON.parse(readFileSync(join(cwd, "cdk.tf.json"), "utf8"));
    return Object(Object(resource)[type])[name] !== undefined;
  });
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const where =
    found.length === 0 ? "no stack declares it" : `${found.map(({ stack }) => stack).join(" and ")} declare it`;
  throw new ConfigurationError([
    `plinth import: the address is ${address}; exactly one stack of ${places.map(({ stack }) => stack).join(", ")} must declare it (${where}). Take it from a plan.`,
  ]);
}

function checkCall(
  environment: Environment,
  address: string | undefined,
  id: string | undefined,
  { orphans = false, home: named }: Options,
  home: string | undefined,
): void {
  const { name, cloud } = environment;
  const one = address !== undefined && id !== undefined;
  const neither = address === undefined && id === undefined;
  if (orphans ? !neither : !one) {
    throw new ConfigurationError([
      `plinth import ${name}: the call must give an address and an id, or --orphans instead of both. Write plinth import ${name} ADDRESS ID.`,
    ]);
  }
  if (orphans && home === undefined) {
    throw new ConfigurationError([
      `plinth import ${name} --orphans: ${name} is a real environment, and what lies in a real account is not all Plinth's; orphans are adopted in simulated clouds only. Name the folder of a rehearsal with --home, or import one object by its id.`,
    ]);
  }
  if (cloud === "real" && named === undefined) gate("deploy", environment, "providers.lock.hcl");
}

function lock(environment: Environment): () => void {
  return lockEnvironment(environment.name, join(root, "cdktf.out", environment.name), `import ${environment.name}`);
}

function summary(name: string, { adopted, left, problems }: OrphansReport): string {
  return [
    ...adopted.map(({ stack, address, id }) => `adopted ${stack}: ${address} = ${id}`),
    ...left.map(({ type, id, why }) => `left ${type} ${id}: ${why}`),
    ...problems,
    `${name}: ${adopted.length} objects adopted, ${left.length} left.`,
  ].join("\n");
}
