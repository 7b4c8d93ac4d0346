import { beforeAll, expect, test } from "@jest/globals";
import { homesOf } from "../../environments/accounts.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import { allowed, type Callers, callersFor, requestOn } from "./callers.ts";
import { synthesizedState } from "./synthesized-state.ts";
import type { Thing } from "./things.ts";

let prod: Callers;
let dev: Callers;

beforeAll(async () => {
  [prod, dev] = await Promise.all([callersFor("prod"), callersFor("dev")]);
});

const pushing = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:InitiateLayerUpload",
  "ecr:UploadLayerPart",
  "ecr:CompleteLayerUpload",
  "ecr:PutImage",
  "ecr:BatchGetImage",
];

async function answers(actions: readonly string[], thing: Thing, owner = prod.owner): Promise<string[]> {
  const requests = actions.map((action) => requestOn(owner, action, thing, false, prod.boundaryArn));
  const may = await Promise.all(requests.map((request) => allowed(prod, "images", request)));
  return actions.filter((_, index) => may[index]);
}

test("the role that pushes images pushes to its environment's repository, and to no other environment's", async () => {
  expect(await answers(pushing, "repository")).toEqual(pushing);
  expect(await answers(pushing, "repository", dev.owner)).toEqual([]);
});

test("it changes and deletes nothing there, and nothing elsewhere", async () => {
  const changes = ["ecr:BatchDeleteImage", "ecr:DeleteRepository", "ecr:PutLifecyclePolicy", "ecr:SetRepositoryPolicy"];
  expect(await answers(changes, "repository")).toEqual([]);
  expect(await answers(["secretsmanager:GetSecretValue"], "secret")).toEqual([]);
});

test("workflows of the environment take it on, and those of pull requests do not", async () => {
  const environment = await loadEnvironment("prod");
  const trust = synthesizedState((await homesOf(environment)).aws).trustOf("plinth-prod-images");
  const subjects = trust.Statement.map((statement: { Condition: unknown }) => JSON.stringify(statement.Condition));
  expect(subjects).toHaveLength(1);
  expect(subjects[0]).toContain(`"repo:${environment.ci.repository}:environment:prod"`);
});
