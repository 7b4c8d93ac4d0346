import { expect, test } from "@jest/globals";
import { describeFailures } from "../../../jobs/transform/run-results.ts";

test("failing models and tests are named with their reason on one line, and what they skipped is counted", () => {
  const results = [
    { unique_id: "model.shop.stg_events", status: "success" },
    {
      unique_id: "test.shop.unique_event_id.a1b2",
      status: "fail",
      message: "Got 3 results, configured to fail if != 0",
    },
    { unique_id: "model.shop.fct_events", status: "error", message: "Runtime Error\n  Malformed JSON\n    line 4" },
    { unique_id: "model.shop.fct_more", status: "skipped" },
    { unique_id: "test.shop.slow.c3", status: "warn" },
  ];
  expect(describeFailures(results)).toEqual([
    "test unique_event_id: fail, Got 3 results, configured to fail if != 0",
    "model fct_events: error, Runtime Error Malformed JSON line 4",
    "1 skipped because of these",
  ]);
});

test.each(["error", "fail", "runtime error", "partial success", "skipped", "a status of tomorrow"])(
  "the status %s keeps a candidate from going live",
  (status) => {
    expect(describeFailures([{ unique_id: "model.shop.a", status }])).toHaveLength(1);
  },
);

test.each(["success", "pass", "warn", "no-op"])("the status %s does not", (status) => {
  expect(describeFailures([{ unique_id: "model.shop.a", status }])).toEqual([]);
});
