import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { loadEnvironment } from "../../environments/catalog.ts";
import type { Environment } from "../../environments/environment.ts";
import { AwsAccess } from "../../scripts/access/aws-access.ts";
import { snowflakeUser } from "../../scripts/access/deployed-names.ts";
import { isAllowed, list, type PolicyDocument, type PolicyStatement } from "../../scripts/access/policy-decision.ts";
import { accessStacks } from "../../scripts/access/stacks.ts";
import { simulated, simulatedStranger } from "./library.ts";
import { arnsOf, type Call, call as callOn, everyCall } from "./matrix.ts";
import { needsOf } from "./needs.ts";

let environment: Environment;
let access: AwsAccess;
let needs: ReadonlyMap<string, readonly Call[]>;
let calls: readonly Call[];
const cases = { allowed: 0, denied: 0 };

beforeAll(async () => {
  environment = await loadEnvironment("prod");
  access = new AwsAccess(await accessStacks(environment), environment);
  const arns = arnsOf(environment);
  const keys = keysOf(access);
  needs = needsOf({ environment, arns, keys });
  calls = everyCall(environment, arns, keys);
});

afterAll(() => {
  if (process.env.PLINTH_PRINT)
    console.log(`IAM: ${cases.allowed} allowed and ${cases.denied} denied, as they must be, of ${needs.size} roles`);
});

/** Keys by domain: their logical ids are keys_<domain>_key_<hash>. */
function keysOf({ keyArns }: AwsAccess): Record<string, string> {
  return Object.fromEntries(
    keyArns.flatMap((arn) => {
      const [, domain] = /\/keys_([a-z]+)_key_/.exec(arn) ?? [];
      return domain ? [[domain, arn] as const] : [];
    }),
  );
}

const textOf = ({ action, resource, context }: Call) => `${action} on ${resource} ${JSON.stringify(context)}`;
const told = (role: string, call: Call, may: boolean) => `${role}: ${textOf(call)}: ${may ? "allowed" : "denied"}`;

test("every need is one of the calls that are tried, and every role with rights of its own has needs", () => {
  const tried = new Set(calls.map(textOf));
  expect(
    [...needs].flatMap(([role, own]) =>
      own.filter((call) => !tried.has(textOf(call))).map((call) => `${role} ${textOf(call)}`),
    ),
  ).toEqual([]);
  // AWS services at work for the network and the workers; and Karpenter, see test/policy-evaluation/node-maker.test.ts.
  const others = [...access.roles].filter(([name, { documents }]) => documents.length > 0 && !needs.has(name));
  expect(others.map(([name]) => name).sort()).toEqual([
    "plinth-prod-flow-logs",
    "plinth-prod-workers-cluster",
    "plinth-prod-workers-karpenter",
  ]);
});

test("each role can do its work and nothing else that there is: no other's topic, group, zone, folder, key, secret or schema", async () => {
  const wrong: string[] = [];
  for (const [role, own] of needs) {
    const needed = new Set(own.map(textOf));
    for (const call of calls) {
      const must = needed.has(textOf(call));
      cases[must ? "allowed" : "denied"]++;
      const may = await simulated(access, role, call);
      if (may !== must) wrong.push(told(role, call, may));
      if (access.may(role, call.action, call.resource, call.context) !== may)
        wrong.push(`${told(role, call, may)} by the simulator, and not by plinth access`);
    }
  }
  expect(wrong).toEqual([]);
  expect(Math.min(cases.allowed, cases.denied)).toBeGreaterThanOrEqual(200);
}, 300_000);

/** Whether some call of a role is answered otherwise than it must be, once its statements are changed. */
function isNoticed(
  role: string,
  actions: readonly string[],
  change: (statement: PolicyStatement) => PolicyStatement[],
) {
  const needed = new Set(needs.get(role)?.map(textOf));
  const changed = ({ Statement }: PolicyDocument) => ({ Statement: Statement.flatMap(change) });
  return calls.some((call) => {
    if (!actions.includes(call.action)) return false;
    const deciding = access.deciding(role, call.resource);
    const context = { ...access.context(call.action), ...call.context };
    const may = isAllowed({ ...call, context }, { ...deciding, identity: deciding.identity.map(changed) });
    return may !== needed.has(textOf(call));
  });
}

interface Part {
  readonly role: string;
  /** The statement; one that stands twice is one. */
  readonly text: string;
  readonly statement: PolicyStatement;
  readonly resource: string;
}

const parts = (): Part[] =>
  [...needs.keys()].flatMap((role) => {
    const own = access.roles.get(role)?.documents.flatMap(({ Statement }) => Statement) ?? [];
    const texts = new Set(own.map((each) => JSON.stringify(each)));
    return [...texts].flatMap((text) => {
      const statement: PolicyStatement = JSON.parse(text);
      return list(statement.Resource ?? []).map((resource) => ({ role, text, statement, resource }));
    });
  });

test("no action on any resource of a statement could be left out unnoticed", () => {
  const unnoticed = parts().flatMap(({ role, text, statement, resource }) =>
    list(statement.Action).flatMap((action) => {
      const without = (one: PolicyStatement): PolicyStatement[] => {
        if (JSON.stringify(one) !== text) return [one];
        const others = list(statement.Action).filter((each) => each !== action);
        const elsewhere = list(statement.Resource ?? []).filter((each) => each !== resource);
        return [
          { ...one, Action: others },
          { ...one, Action: [action], Resource: elsewhere },
        ];
      };
      return isNoticed(role, [action], without) ? [] : [`${role}: ${action} on ${resource}`];
    }),
  );
  expect(unnoticed).toEqual([]);
});

test("no resource of a statement could be widened to its neighbors unnoticed", () => {
  const unnoticed = parts().flatMap(({ role, text, statement, resource }) => {
    const wide = wider(resource);
    if (wide === resource || resource.includes(":cluster/")) return [];
    const widened = (one: PolicyStatement): PolicyStatement[] =>
      JSON.stringify(one) === text ? [{ ...one, Resource: [...list(statement.Resource ?? []), wide] }] : [one];
    return isNoticed(role, list(statement.Action), widened) ? [] : [`${role}: ${resource}`];
  });
  // Bound to Secrets Manager, which no other key's policy lets use the key.
  expect(unnoticed.map((each) => each.replace(/_[0-9A-F]{8}$/, ""))).toEqual(
    ["publish", "transform", "backfill", "maintenance"].map(
      (job) => `plinth-prod-${job}: arn:aws:kms:us-west-2:000000000030:key/keys_secrets_key`,
    ),
  );
});

/** The same with its last name, or a folder's, replaced by any. */
function wider(resource: string): string {
  return resource.replace(/(arn:aws:s3:::[^/]+\/).*$|[^/:]+$/, "$1*");
}

test("keys and buckets decide with their own policies: who may use a key does not, once its policy forbids", () => {
  const lake = access.keyArns.find((arn) => arn.includes("keys_lake_")) ?? "";
  const bronze = "arn:aws:s3:::plinth-prod-bronze";
  const context = { ...access.context("kms:Decrypt"), ...access.keyContext("s3", { name: "bronze", arn: bronze }) };
  const decrypt = { action: "kms:Decrypt", resource: lake, context };
  const deciding = access.deciding("plinth-prod-ingest", lake);
  const statements = deciding.resource?.Statement ?? [];
  const without = (sid: string) => ({ Statement: statements.filter((each) => Reflect.get(each, "Sid") !== sid) });
  expect(isAllowed(decrypt, deciding)).toBe(true);
  expect(isAllowed(decrypt, { ...deciding, resource: without("UseThroughServices") })).toBe(false);
  const { "kms:ViaService": _, ...direct } = context;
  expect(isAllowed({ ...decrypt, context: direct }, deciding)).toBe(false);

  const object = `${bronze}/raw/user_events/a.json`;
  expect(access.may("plinth-prod-ingest", "s3:GetObject", object)).toBe(true);
  expect(access.may("plinth-prod-ingest", "s3:GetObject", object, { "aws:SecureTransport": "false" })).toBe(false);
});

test("the cluster, buckets and the topic of file events let in the services that they must, and no stranger", async () => {
  const { cluster, fileEvents, bucket } = arnsOf(environment);
  const { accountId } = environment.aws;
  const from = (zone: string) => ({ "aws:SourceAccount": accountId, "aws:SourceArn": bucket(zone) });
  const logged = (log: string, context: Call["context"]) =>
    callOn("s3:PutObject", `${bucket("logs")}/${log}/a`, context);
  const service = { "aws:PrincipalIsAWSService": "true" };
  const stranger = "arn:aws:iam::999999999999:role/stranger";
  const asked: [principal: string, call: Call, must: boolean][] = [
    ["firehose.amazonaws.com", callOn("kafka:CreateVpcConnection", cluster), true],
    ["kafkaconnect.amazonaws.com", callOn("kafka:CreateVpcConnection", cluster), false],
    [stranger, callOn("kafka:CreateVpcConnection", cluster), false],
    ["s3.amazonaws.com", callOn("sns:Publish", fileEvents, from("bronze")), true],
    ["s3.amazonaws.com", callOn("sns:Publish", fileEvents, from("silver")), false],
    [snowflakeUser, callOn("sns:Subscribe", fileEvents), true],
    [snowflakeUser, callOn("sns:Publish", fileEvents), false],
    [stranger, callOn("sns:Subscribe", fileEvents), false],
    ["logging.s3.amazonaws.com", logged("access", { ...service, ...from("bronze") }), true],
    ["logging.s3.amazonaws.com", logged("inventory", { ...service, ...from("bronze") }), false],
    ...["bronze", "silver", "gold", "quarantine", "artifacts", "audit", "logs"].map((zone): [string, Call, boolean] => [
      stranger,
      callOn("s3:GetObject", `${bucket(zone)}/raw/a.json`),
      false,
    ]),
  ];
  const wrong: string[] = [];
  for (const [principal, call, must] of asked) {
    cases[must ? "allowed" : "denied"]++;
    const may = await simulatedStranger(access, principal, call, principal.startsWith("arn:"));
    if (may !== must) wrong.push(told(principal, call, may));
  }
  expect(wrong).toEqual([]);
});
