import { afterEach, expect, test } from "@jest/globals";
import { base } from "../../../environments/base.ts";
import { declare } from "../../../environments/declare.ts";
import { dev } from "../../../environments/dev.ts";
import { local } from "../../../environments/local.ts";
import { prod } from "../../../environments/prod.ts";
import { gate } from "../../../tools/cdktf/gate.ts";

const lock = "nowhere/providers.lock.hcl";
const image = `plinth/jobs@sha256:${"ab".repeat(32)}`;

/** An environment with nothing left to fill in. */
function real(name: string, protection: "ephemeral" | "standard" | "locked") {
  return declare(base, {
    name,
    protection,
    ci: { repository: "acme/data-platform" },
    aws: { accountId: "123456789012", region: "us-west-2" },
    snowflake: { organization: "ACME", account: "MAIN", edition: "ENTERPRISE" },
    network: { cidr: "10.50.0.0/16", zones: ["us-west-2a", "us-west-2b", "us-west-2c"] },
    jobs: { image },
    links: { connector: { sha256: "cd".repeat(32) } },
  });
}

afterEach(() => {
  delete process.env.PLINTH_UNLOCK;
});

test.each(["deploy", "diff"])("%s of an environment with placeholders is refused with all of them", (verb) => {
  expect(() => gate(verb, dev, lock)).toThrow(
    /aws\.accountId is "000000000010"; it is a placeholder.*\n.*snowflake\.organization.*\n.*ci\.repository.*\n.*jobs\.image.*\n.*links\.connector\.sha256/,
  );
});

test("listing and synthesis of an environment with placeholders are allowed", () => {
  expect(gate("synth", prod, lock)).toEqual([]);
  expect(gate("list", prod, lock)).toEqual([]);
});

test("a simulated environment has no placeholders", () => {
  expect(gate("deploy", local, lock)).toEqual([]);
});

test("without a provider lock a locked environment is refused, a standard one warned, an ephemeral one left alone", () => {
  expect(() => gate("deploy", real("live", "locked"), lock)).toThrow("npx plinth lock");
  expect(gate("deploy", real("live", "standard"), lock)).toEqual([expect.stringContaining("npx plinth lock")]);
  expect(gate("deploy", real("live", "ephemeral"), lock)).toEqual([]);
});

test("destroying a locked environment is refused, also where everything else is in place", () => {
  expect(() => gate("destroy", real("live", "locked"), "package.json")).toThrow("PLINTH_UNLOCK=live:");
});

test("a permission that has not expired opens the destroy of its own environment, and is printed", () => {
  process.env.PLINTH_UNLOCK = "live:*:2999-01-01";
  expect(gate("destroy", real("live", "locked"), "package.json")).toEqual([
    "PLINTH_UNLOCK is in force: live:*:2999-01-01",
  ]);
  expect(() => gate("destroy", real("other", "locked"), "package.json")).toThrow("PLINTH_UNLOCK=other:");
});

test("an expired permission is an error and not a silent no", () => {
  process.env.PLINTH_UNLOCK = "live:*:2020-01-01";
  expect(() => gate("destroy", real("live", "locked"), "package.json")).toThrow("expired at 2020-01-01");
});
