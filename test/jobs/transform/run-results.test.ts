import { expect, test } from "@jest/globals";
import {
  describeFailures,
  describeWarnings,
  hasExecuted,
  merge,
  withUnreached,
} from "../../../jobs/transform/run-results.ts";

test("failing models and tests are named with their reason on one line, and what they skipped is counted", () => {
  const results = [
    { unique_id: "model.shop.stg_events", status: "success" },
    {
      unique_id: "test.shop.unique_event_id.a1b2",
      status: "fail",
      message: "Got 3 results, configured to fail if != 0",
      failures: 3,
    },
    { unique_id: "model.shop.fct_events", status: "error", message: "Runtime Error\n  Malformed JSON\n    line 4" },
    { unique_id: "model.shop.fct_more", status: "skipped" },
    { unique_id: "test.shop.slow.c3", status: "warn" },
  ];
  expect(describeFailures(results)).toEqual([
    "test unique_event_id: fail, 3 rows fail, Got 3 results, configured to fail if != 0",
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

test("a warning is told, with how many rows it is of", () => {
  const results = [
    { unique_id: "test.shop.accepted.c3", status: "warn", failures: 1, message: "Got 1 result" },
    { unique_id: "model.shop.a", status: "success" },
    { unique_id: "unit_test.shop.a.counts", status: "warn" },
  ];
  expect(describeWarnings(results)).toEqual([
    "test accepted: warn, 1 row fails, Got 1 result",
    "unit_test a.counts: warn",
  ]);
});

test("a retry's results replace those before, and the build stays the one that was asked for", () => {
  const before = {
    args: { which: "build" },
    results: [
      { unique_id: "a", status: "success" },
      { unique_id: "b", status: "error" },
    ],
  };
  const retried = {
    args: { which: "retry" },
    results: [
      { unique_id: "b", status: "success" },
      { unique_id: "c", status: "pass" },
    ],
  };
  expect(merge(before, retried)).toEqual({
    args: { which: "build" },
    results: [
      { unique_id: "a", status: "success" },
      { unique_id: "b", status: "success" },
      { unique_id: "c", status: "pass" },
    ],
  });
  expect(merge(before, null)).toEqual(before);
});

test("what a stopped build did not come to is skipped, so that a retry takes it up", () => {
  const { results } = withUnreached({ results: [{ unique_id: "a", status: "success" }] }, ["a", "b"]);
  expect(results.map(({ unique_id, status }) => [unique_id, status])).toEqual([
    ["a", "success"],
    ["b", "skipped"],
  ]);
});

test("nothing was executed where every node was skipped", () => {
  expect(hasExecuted({ results: [{ unique_id: "a", status: "skipped" }] })).toBe(false);
  expect(hasExecuted({ results: [{ unique_id: "a", status: "error" }] })).toBe(true);
});
