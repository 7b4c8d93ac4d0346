import { expect, test } from "@jest/globals";
import { loadEnvironment } from "../../environments/catalog.ts";
import { differences } from "../../scripts/access/comparison.ts";
import { reviewOf } from "../../scripts/access/review.ts";
import { concerning, selected } from "../../scripts/access/selection.ts";
import { plinth } from "../scripts/command.ts";

test("one role or one object is asked about by its name; what there is not is answered with what is nearest", async () => {
  const review = await reviewOf(await loadEnvironment("prod"));
  expect(selected(review, { role: "ANALYST" })).toEqual([
    { object: "schema ANALYTICS.MARTS", who: { reads: ["ANALYST"] } },
    { object: "user PUBLISHER", who: { takes: ["ANALYST"] } },
  ]);
  expect(selected(review, { role: "flow-logs" })).toEqual([]);
  expect(
    selected(review, { object: "RAW_DATA" })
      .map(({ object }) => object)
      .sort(),
  ).toEqual(["schema RAW_DATA.BATCH_EXTRACTS", "schema RAW_DATA.KAFKA_STREAMS"]);
  expect(selected(review, { object: "topic user_events" })).toHaveLength(1);
  expect(() => selected(review, { role: "ANALIST" })).toThrow(
    "--role is ANALIST; there is no such role. Did you mean ANALYST?",
  );
  expect(() => selected(review, { role: "plinth-prod-publish" })).toThrow("Did you mean publish?");
  expect(() => selected(review, { object: "user_event" })).toThrow("Did you mean user_events?");
  expect(() => selected(review, { object: "elephants" })).toThrow(/There are: .*topic user_events/);
  const all = differences({}, review.answers);
  expect(concerning(all, { role: "ANALYST" }).map(({ object }) => object)).toEqual([
    "schema ANALYTICS.MARTS",
    "user PUBLISHER",
  ]);
  expect(concerning(all, { object: "user_events" }).map(({ right }) => right)).toEqual(["reads", "writes"]);
});

test("the command prints a table or JSON, and ends with a line and exit code 1 on a role that is not there", async () => {
  const [table, json, wrong] = await Promise.all([
    plinth(["access", "prod", "--object", "PII"]),
    plinth(["access", "prod", "--role", "event-collector", "--json"]),
    plinth(["access", "prod", "--role", "ANALIST"]),
  ]);
  expect(table.stdout).toMatch(/class PII .* unmasks .* ADMIN, DATA_SCIENTIST, PLINTH_OBJECTS, PUBLISHER/);
  expect(table.stdout).toContain("This is what prod declares.");
  expect(table.code).toBe(0);
  const { answers, differences: none } = JSON.parse(json.stdout);
  expect(answers.map(({ object }: { object: string }) => object).sort()).toEqual([
    "topic system_metrics",
    "topic transaction_events",
    "topic user_events",
  ]);
  expect(none).toEqual([]);
  expect(wrong).toMatchObject({
    code: 1,
    stdout: "",
    stderr: "--role is ANALIST; there is no such role. Did you mean ANALYST?\n",
  });
}, 60_000);
