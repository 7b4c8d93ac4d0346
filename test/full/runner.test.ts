/** An environment with machines of its own for workflow jobs, on real Terraform. */
import { beforeAll, expect, jest, test } from "@jest/globals";
import { homesAmong } from "../../environments/accounts.ts";
import { applyAccounts } from "../../scripts/rehearsed-accounts.ts";
import { RehearsedEnvironment, unchanged } from "../support/rehearsed-environment.ts";
import { withRunner } from "../support/with-runner.ts";

jest.setTimeout(300_000);

const layers = ["foundation", "workers"] as const;
let inside: RehearsedEnvironment;
beforeAll(async () => {
  inside = await RehearsedEnvironment.of(withRunner);
});

test("bootstrap and layers with a runner stand, and a second run changes nothing", async () => {
  const homes = homesAmong(withRunner, [withRunner]);
  const accounts = await applyAccounts(homes, inside.home, new AbortController().signal, () => {});
  expect(accounts.flatMap(({ problems }) => problems)).toEqual([]);
  const { stacks } = await inside.run(layers);
  expect(stacks.flatMap(({ problems, warnings }) => [...problems, ...warnings])).toEqual([]);
  expect(await inside.pending(layers)).toEqual(unchanged);
});

test("its jobs are let in where they call: at AWS's private ways and at the cluster's API", () => {
  const standing = layers.flatMap((layer) => inside.standing(layer));
  const of = (type: string) => standing.filter((resource) => resource.type === type);
  const [project] = of("aws_codebuild_project");
  expect(project?.values.name).toBe("plinth-inside-runner");
  const runner = of("aws_security_group").find(({ values }) => values.name === "plinth-inside-runner");
  const admitting = of("aws_vpc_security_group_ingress_rule").filter(
    ({ values }) => values.referenced_security_group_id === runner?.values.id,
  );
  expect(admitting.map(({ values }) => values.from_port)).toEqual([443, 443]);
  const cluster = of("aws_eks_cluster")[0]?.values.vpc_config;
  expect(JSON.stringify(cluster)).toContain(String(admitting[1]?.values.security_group_id));
});
