import { z } from "zod";
import { ConfigurationError } from "../constructs/support/errors.ts";
import type { Environment } from "../environments/environment.ts";
import { homeFolders } from "../environments/home.ts";
import { Store } from "../rehearsal/cloud/store.ts";

/** What is read here of the contract that a definition mounts; the job itself reads the whole, and says what is wrong with it. */
const contract = z.looseObject({
  /** The job's name for a secret → its ARN. */
  secrets: z.record(z.string(), z.string()).default({}).catch({}),
  waitsFor: z
    .array(z.looseObject({ job: z.string() }))
    .default([])
    .catch([]),
  warehouse: z.looseObject({ warehouse: z.string(), role: z.string(), user: z.string() }).optional().catch(undefined),
});
export type DeployedContract = z.output<typeof contract>;

/** The contract among a definition's files; an empty one for a container that is told nothing. */
export function contractIn(files: Readonly<Record<string, string>>): DeployedContract {
  const [, text = "{}"] = Object.entries(files).find(([path]) => path.endsWith("/contract.json")) ?? [];
  try {
    return contract.parse(JSON.parse(text));
  } catch {
    return contract.parse({});
  }
}

/** Throws for everything that a job works with and that does not stand in the simulated cloud, but for its buckets and databases, which it looks for itself. */
export function refuseMissing(
  job: string,
  { name, aws, snowflake }: Environment,
  home: string,
  { secrets, warehouse }: DeployedContract,
): void {
  const store = new Store(homeFolders(home).cloud);
  const stands = (folder: string, found: (values: Readonly<Record<string, unknown>>) => boolean) =>
    store.list(folder).some(({ values }) => found(values));
  const inAccount = (type: string, wanted: string) =>
    stands(`snowflake/${snowflake.organization}-${snowflake.account}/${type}`, (values) => values.name === wanted);
  const secretsFolder = `aws/${aws.accountId}/${aws.region}/aws_secretsmanager_secret`;
  const missing = [
    ...Object.values(secrets)
      .filter((arn) => !stands(secretsFolder, (values) => values.arn === arn))
      .map((arn) => `secret ${arn}`),
    ...(warehouse === undefined
      ? []
      : [
          ["virtual warehouse", "snowflake_warehouse", warehouse.warehouse] as const,
          ["role", "snowflake_account_role", warehouse.role] as const,
          ["service user", "snowflake_service_user", warehouse.user] as const,
        ]
    ).flatMap(([what, type, wanted]) => (inAccount(type, wanted) ? [] : [`${what} ${wanted}`])),
  ];
  if (missing.length === 0) return;
  throw new ConfigurationError(
    missing.map((what) => `job ${job}: ${what} is not deployed, and the job uses it. Run npx cdktf deploy ${name}.`),
  );
}
