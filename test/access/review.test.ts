import { beforeAll, expect, test } from "@jest/globals";
import { environmentNames, loadEnvironment } from "../../environments/catalog.ts";
import type { Environment } from "../../environments/environment.ts";
import { differences, sentence } from "../../scripts/access/comparison.ts";
import { reviewOf, reviewOfStacks } from "../../scripts/access/review.ts";
import { accessStacks, type Stack } from "../../scripts/access/stacks.ts";

let prod: Environment;
let stacks: ReadonlyMap<string, Stack>;

beforeAll(async () => {
  prod = await loadEnvironment("prod");
  stacks = await accessStacks(prod);
});

test.each(environmentNames())("what would be deployed in %s is what it declares", async (name) => {
  const environment = await loadEnvironment(name);
  const { answers } = await reviewOf(environment);
  expect(differences(environment.access, answers).map(sentence)).toEqual([]);
});

/** prod's differences once a change is made to the data stack, or to another. */
function differencesAfter(
  change: (resources: Record<string, Record<string, Record<string, unknown>>>) => void,
  stack = "prod-data",
): string[] {
  const changed = new Map(structuredClone([...stacks]));
  change(Object(changed.get(stack)?.resource));
  return differences(prod.access, reviewOfStacks(prod, changed).answers).map(sentence);
}

function entry(resources: Record<string, Record<string, Record<string, unknown>>>, type: string, start: string) {
  const [, body] = Object.entries(resources[type] ?? {}).find(([id]) => id.startsWith(start)) ?? [];
  if (body === undefined) throw new Error(`there is no ${type} that starts with ${start}`);
  return body;
}

function roleGranted(role: string, to: Readonly<Record<"parent_role_name" | "user_name", string>> | object) {
  return (resources: Record<string, Record<string, Record<string, unknown>>>) => {
    Object(resources.snowflake_grant_account_role).edited = { provider: "snowflake.access", role_name: role, ...to };
  };
}

test("a role that is granted more than its own is named with all that it would gain", () => {
  const gained = differencesAfter(roleGranted("ANALYTICS_R", { parent_role_name: "ANALYST" }));
  expect(gained).toEqual([
    "schema ANALYTICS.SNAPSHOTS, reads: declared ADMIN, DATA_SCIENTIST, PLINTH_OBJECTS, PUBLISHER; synthesized ADMIN, ANALYST, DATA_SCIENTIST, PLINTH_OBJECTS, PUBLISHER. So ANALYST would gain it unexpectedly.",
    "schema ANALYTICS.STAGING, reads: declared ADMIN, DATA_SCIENTIST, PLINTH_OBJECTS, PUBLISHER; synthesized ADMIN, ANALYST, DATA_SCIENTIST, PLINTH_OBJECTS, PUBLISHER. So ANALYST would gain it unexpectedly.",
  ]);
});

test("a role that would see through masks is named, however it comes to it", () => {
  const direct = differencesAfter(roleGranted("UNMASK_PII", { parent_role_name: "ANALYST" }));
  expect(direct).toEqual([expect.stringMatching(/^class PII, unmasks: .* So ANALYST would gain it unexpectedly\.$/)]);
  const through = differencesAfter(roleGranted("ADMIN", { parent_role_name: "ANALYST" }));
  expect(through).toEqual(expect.arrayContaining(direct));
  const everyone = differencesAfter(roleGranted("UNMASK_PII", { parent_role_name: "PUBLIC" }));
  expect(everyone).toEqual([expect.stringMatching(/^class PII, unmasks: .* So PUBLIC/)]);
});

test("a program's user that is given a further role is named", () => {
  expect(differencesAfter(roleGranted("ADMIN", { user_name: "LOADER" }))).toEqual([
    "user LOADER, takes: declared LOADER; synthesized ADMIN, LOADER. So ADMIN would gain it unexpectedly.",
  ]);
});

test("a privilege on the account that hands out others is named", () => {
  const found = differencesAfter((resources) => {
    Object(resources.snowflake_grant_privileges_to_account_role).edited = {
      account_role_name: "ADMIN",
      on_account: true,
      privileges: ["MANAGE GRANTS", "APPLY MASKING POLICY"],
    };
  });
  expect(found.map((each) => each.split(":")[0])).toEqual(["class PII, changes", "account snowflake, grants"]);
});

test("a mask that says something else than who sees through it is refused", () => {
  const unmasked = () =>
    differencesAfter((resources) => {
      for (const policy of Object.values(resources.snowflake_masking_policy ?? {})) policy.body = "VAL";
    });
  expect(unmasked).toThrow(
    "A masking policy says VAL; access can judge only masks that ask IS_ROLE_IN_SESSION. Write it so.",
  );
});

test("what gives access in a way that is not followed is refused, not left out", () => {
  const all = () =>
    differencesAfter((resources) => {
      Object(resources.snowflake_grant_privileges_to_account_role).edited = {
        account_role_name: "ANALYST",
        all_privileges: true,
        on_account_object: { object_type: "DATABASE", object_name: "RAW_DATA" },
      };
    });
  expect(all).toThrow(
    "stack prod-data: snowflake_grant_privileges_to_account_role.edited gives access by all_privileges, which plinth access does not follow. Grant it otherwise, or teach scripts/access to judge it.",
  );
  const share = () =>
    differencesAfter((resources) => {
      resources.snowflake_share = { edited: { name: "OUT" } };
    });
  expect(share).toThrow("snowflake_share.edited gives access by snowflake_share");
  const inverted = { Effect: "Allow", NotAction: ["s3:PutObject"], Resource: ["*"] };
  expect(() => differencesAfter(statementAdded("links_archive_system_metrics", inverted))).toThrow(
    "A policy says NotAction, which access cannot judge.",
  );
});

test("a grant on a whole database counts for each of its schemas", () => {
  const found = differencesAfter((resources) => {
    const grants = Object(resources.snowflake_grant_privileges_to_account_role);
    const common = { account_role_name: "LOADER", provider: "snowflake.access" };
    grants.edited = {
      ...common,
      privileges: ["SELECT"],
      on_schema_object: { all: { object_type_plural: "TABLES", in_database: "ANALYTICS" } },
    };
    grants.database = {
      ...common,
      privileges: ["USAGE"],
      on_account_object: { object_type: "DATABASE", object_name: "ANALYTICS" },
    };
    grants.schema = { ...common, privileges: ["USAGE"], on_schema: { schema_name: "ANALYTICS.MARTS" } };
  });
  expect(found).toEqual([
    expect.stringMatching(/^schema ANALYTICS\.MARTS, reads: .* So LOADER would gain it unexpectedly\.$/),
  ]);
});

function statementAdded(start: string, statement: object) {
  return (resources: Record<string, Record<string, Record<string, unknown>>>) => {
    const body = entry(resources, "aws_iam_role_policy", start);
    // As text: until references are replaced, the document is no JSON.
    body.policy = String(body.policy).replace(/\]\}$/, `,${JSON.stringify(statement)}]}`);
  };
}

test("a policy that is widened to another topic, group or folder is named", () => {
  const kafka = (kind: string, name: string) =>
    `arn:aws:kafka:us-west-2:000000000030:${kind}/plinth-prod/0a1b2c3d-0000-4000-8000-000000000001-1/${name}`;
  const statement = {
    Effect: "Allow",
    Action: ["kafka-cluster:*"],
    Resource: [kafka("topic", "user_events"), kafka("group", "stray")],
  };
  expect(
    differencesAfter(statementAdded("links_archive_system_metrics", statement)).map((each) => each.split(": ")[0]),
  ).toEqual(["topic user_events, reads", "topic user_events, writes", "group stray, joins"]);
  const folder = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::plinth-prod-bronze/*"] };
  const zones = differencesAfter(statementAdded("links_archive_system_metrics", folder));
  const bronze = reviewOfStacks(prod, stacks).answers.filter(({ object }) => object.startsWith("zone bronze"));
  // It reads two of its folders already.
  expect(zones).toHaveLength(bronze.length - 2);
  expect(zones.every((each) => /archive-system-metrics would gain it unexpectedly\.$/.test(each))).toBe(true);
});

test("a bucket that lets another account in is named", () => {
  const found = differencesAfter((resources) => {
    const body = entry(resources, "aws_s3_bucket_policy", "lake_gold");
    const document = JSON.parse(String(body.policy));
    const open = {
      Effect: "Allow",
      Principal: { AWS: "999999999999" },
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::plinth-prod-gold/*"],
    };
    body.policy = JSON.stringify({ ...document, Statement: [...document.Statement, open] });
  });
  expect(found).toEqual([
    "zone gold, reads: declared nobody; synthesized 999999999999. So 999999999999 would gain it unexpectedly.",
  ]);
});

test("a cluster that lets another account in is named", () => {
  const found = differencesAfter((resources) => {
    const body = entry(resources, "aws_msk_cluster_policy", "links_archive");
    const open = {
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::999999999999:root"] },
      Action: ["kafka-cluster:ReadData"],
      Resource: ["arn:aws:kafka:us-west-2:000000000030:topic/plinth-prod/*/user_events"],
    };
    body.policy = String(body.policy).replace(/\]\}$/, `,${JSON.stringify(open)}]}`);
  });
  expect(found).toEqual([
    expect.stringMatching(/^topic user_events, reads: .* So arn:aws:iam::999999999999:root would gain/),
  ]);
});

test("access that is lost is named too, and so is a declaration about nothing", () => {
  const lost = differencesAfter((resources) => {
    entry(resources, "aws_iam_role_policy", "topics_event-monitor").policy = JSON.stringify({ Statement: [] });
  });
  expect(lost).toContain(
    "group event-monitor, joins: declared event-monitor; synthesized nobody. So event-monitor would not have it.",
  );
  const answers = reviewOfStacks(prod, stacks).answers;
  const slip = differences({ ...prod.access, "topic user_event": { reads: ["ANALYST"] } }, answers).map(sentence);
  expect(slip).toEqual([
    "topic user_event, reads: declared ANALYST; synthesized nobody. So ANALYST would not have it; there is no topic user_event, perhaps topic user_events.",
  ]);
});
