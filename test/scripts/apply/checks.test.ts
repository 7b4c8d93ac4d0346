import { expect, test } from "@jest/globals";
import { checkBundle } from "../../../scripts/apply/checks.ts";
import type { Bundle } from "../../../scripts/bundle/bundle.ts";
import { Refused } from "../../../scripts/bundle/refused.ts";
import type { Surroundings } from "../../../scripts/bundle/surroundings.ts";
import type { Finding } from "../../../scripts/preview/document.ts";
import { preview, surroundings } from "../bundle/reviewed.ts";

const at = new Date("2026-11-21T12:00:00Z");
const bundle: Bundle = { version: 1, createdAt: "2026-11-21T11:00:00.000Z", surroundings, preview, stacks: [] };

function refusal(
  content: Bundle,
  now: Surroundings = surroundings,
): { name: string; code: number; said: string } | undefined {
  try {
    checkBundle(content, now, at);
    return undefined;
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return { name: problem.refusal, code: problem.code, said: problem.message };
  }
}

test.each<[string, Partial<Surroundings>, number]>([
  ["wrong-commit", { commit: "2".repeat(40) }, 3],
  ["wrong-commit", { uncommitted: true }, 3],
  ["wrong-terraform", { terraform: "1.12.0" }, 3],
  ["wrong-plinth", { engine: "0.25.0" }, 3],
  ["wrong-lock", { providerLock: "0".repeat(64) }, 3],
  ["wrong-configuration", { configurations: { ...surroundings.configurations, "dev-data": "other" } }, 3],
  ["wrong-configuration", { configurations: { ...surroundings.configurations, "dev-jobs": "more" } }, 3],
  ["unlock-changed", { unlock: "dev:aws_s3_bucket.*:2026-12-01" }, 2],
])("refused as %s: %j", (name, change, code) => {
  expect(refusal(bundle, { ...surroundings, ...change })).toMatchObject({ name, code });
});

test.each<[string, Partial<Surroundings>]>([
  ["wrong-commit", { commit: `${"1".repeat(39)}2` }],
  ["wrong-lock", { providerLock: `${surroundings.providerLock.slice(0, 63)}x` }],
])("%s is found in the last digit, and said whole where the short form would not show it: %j", (name, change) => {
  const { name: found, said = "" } = refusal(bundle, { ...surroundings, ...change }) ?? {};
  expect(found).toBe(name);
  expect(said).toContain(Object.values(change)[0]);
});

test("digests that differ at once are said in short", () => {
  expect(refusal(bundle, { ...surroundings, commit: "2".repeat(40), uncommitted: true })?.said).toMatch(
    /the commit is 2{12} with uncommitted changes; it was 1{12}, and/,
  );
});

test.each([["2026-11-20T11:59:00.000Z"], ["2026-11-21T12:30:00.000Z"]])(
  "made at %s, it is out of its time",
  (createdAt) => {
    expect(refusal({ ...bundle, createdAt })).toMatchObject({ name: "expired", code: 3 });
  },
);

const finding: Finding = {
  id: "stateful-destroyed",
  risk: "R5",
  severity: "block",
  stack: "dev-data",
  address: "aws_msk_topic.orders",
  what: "It is destroyed.",
  why: "Its records are gone.",
  remedy: "Keep it.",
};
const waived = { reason: "moved elsewhere last month", owner: "data", expires: "2026-11-21" };
const having = (...findings: Finding[]): Bundle => ({ ...bundle, preview: { ...preview, findings } });

test("a blocking finding that nobody has waived keeps it from being applied, with what and where", () => {
  const { name, code, said } = refusal(having(finding, { ...finding, severity: "warn" })) ?? {};
  expect({ name, code }).toEqual({ name: "blocked", code: 2 });
  expect(said).toBe("blocked: dev-data: aws_msk_topic.orders: stateful-destroyed: It is destroyed. Keep it.");
});

test("a waiver holds to the end of its last day, and not longer", () => {
  expect(refusal(having({ ...finding, waived }))).toBeUndefined();
  const yesterday = { ...waived, expires: "2026-11-20" };
  expect(refusal(having({ ...finding, waived: yesterday }))).toMatchObject({ name: "blocked" });
});

test("where all is as it was reviewed, nothing is said", () => {
  expect(refusal(bundle)).toBeUndefined();
  const unlock = "dev:aws_s3_bucket.*:2026-12-01";
  expect(
    refusal({ ...bundle, surroundings: { ...surroundings, unlock } }, { ...surroundings, unlock }),
  ).toBeUndefined();
});
