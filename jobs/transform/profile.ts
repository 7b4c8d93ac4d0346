import { availableParallelism } from "node:os";
import type { WarehouseContract } from "../contract.ts";
import { JobFailure } from "../failure.ts";
import type { BuildRequest } from "./build.ts";

/** How dbt connects to a candidate: a profile without secrets, and the secrets as variables of its environment. */
export interface Connection {
  readonly profile: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export const profileName = "plinth";

/** dbt keeps the value of a variable named so out of logs, artifacts and models, and admits it in profiles only. */
const keyVariable = "DBT_ENV_SECRET_SNOWFLAKE_KEY";

/** Models say which schema they are in; the first declared one is for those that do not. */
export async function connectTo(request: BuildRequest): Promise<Connection> {
  const { contract } = request;
  const { profile, secrets } = await outputs[contract.warehouse.engine](request);
  const { target } = contract.transform;
  const output = { schema: contract.warehouse.schemas[0], ...profile };
  return { profile: { [profileName]: { target, outputs: { [target]: output } } }, secrets };
}

type Output = (request: BuildRequest) => Promise<Connection>;

const outputs: Readonly<Record<WarehouseContract["warehouse"]["engine"], Output>> = {
  duckdb: async ({ candidate }) => ({
    profile: {
      type: "duckdb",
      path: candidate.location,
      threads: availableParallelism(),
      // It must not fetch extensions while it runs.
      settings: { autoinstall_known_extensions: false },
    },
    secrets: {},
  }),
  snowflake: async (request) => {
    const { warehouse } = request.contract;
    return {
      profile: {
        type: "snowflake",
        account: warehouse.account,
        user: warehouse.user,
        role: warehouse.role,
        warehouse: warehouse.warehouse,
        database: request.candidate.location,
        private_key: `{{ env_var('${keyVariable}') }}`,
        // Statements of a run are found, and can be cancelled, by it.
        query_tag: request.runId,
        // A session that outlives its job would hold a warehouse awake.
        client_session_keep_alive: false,
        connect_retries: 3,
        // The warehouse does the work, not the pod: threads only wait for it.
        threads: 8,
      },
      secrets: { [keyVariable]: await privateKey(request) },
    };
  },
};

async function privateKey({ contract, readSecret }: BuildRequest): Promise<string> {
  const { key, user } = contract.warehouse;
  const arn = contract.secrets[key];
  if (arn !== undefined && readSecret !== undefined) return readSecret(arn);
  throw new JobFailure(
    `Job ${contract.job}: warehouse.key is ${key}; it must be one of the job's secrets, as ${user} signs in with it. ` +
      "Add it to the job's definition and deploy it again.",
  );
}
