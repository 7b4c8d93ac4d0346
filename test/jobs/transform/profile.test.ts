import { expect, test } from "@jest/globals";
import { connectTo } from "../../../jobs/transform/profile.ts";
import { newContract, newRequest } from "./request.ts";

const key = "-----BEGIN PRIVATE KEY-----\nsentinel\n-----END PRIVATE KEY-----\n";

test("a Snowflake key that is none of the job's secrets is named", async () => {
  const request = newRequest({ contract: newContract({ engine: "snowflake", key: "another" }) });
  await expect(connectTo(request)).rejects.toThrow("Job nightly-publish: warehouse.key is another; it must be one of");
});

test("on Snowflake dbt signs in with a key that is in no file, and its statements carry the run", async () => {
  const asked: string[] = [];
  const { profile, secrets } = await connectTo(
    newRequest({
      contract: newContract({ engine: "snowflake" }),
      candidate: { token: 5, clonedUnder: 5, runId: "run-1", location: "ANALYTICS__C_5" },
      readSecret: async (arn) => {
        asked.push(arn);
        return key;
      },
    }),
  );
  expect(asked).toEqual(["arn:aws:secretsmanager:us-west-2:000000000000:secret:publisher-key"]);
  expect(secrets).toEqual({ DBT_ENV_SECRET_SNOWFLAKE_KEY: key });
  expect(JSON.stringify(profile)).not.toContain("sentinel");
  expect(profile).toEqual({
    plinth: {
      target: "local",
      outputs: {
        local: {
          type: "snowflake",
          account: "EXAMPLE_ORG-LOCAL",
          user: "PUBLISH_JOB",
          role: "PUBLISHER",
          warehouse: "DBT_TRANSFORM_WH",
          database: "ANALYTICS__C_5",
          schema: "STAGING",
          private_key: "{{ env_var('DBT_ENV_SECRET_SNOWFLAKE_KEY') }}",
          query_tag: "run-1",
          client_session_keep_alive: false,
          connect_retries: 3,
          threads: 8,
        },
      },
    },
  });
});

test("on DuckDB dbt opens the candidate's file and has no secret", async () => {
  const request = newRequest();
  const { profile, secrets } = await connectTo(request);
  expect(secrets).toEqual({});
  expect(profile).toMatchObject({
    plinth: { outputs: { local: { type: "duckdb", path: request.candidate.location, schema: "STAGING" } } },
  });
});
