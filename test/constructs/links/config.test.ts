import { expect, test } from "@jest/globals";
import { linkedTopics } from "../../../constructs/links/config.ts";
import { archive, problems, sha256 } from "./declared.ts";

test("a connector without a version, a whole SHA-256 or units that MSK Connect has is refused", () => {
  const given = { version: "3.5", sha256: sha256.toUpperCase(), workers: { units: 3 } };
  expect(problems({ connector: given }).map((line) => line.split(":")[0])).toEqual([
    "connector.version",
    "connector.sha256",
    "connector.workers.units",
  ]);
});

test("fewer workers at most than at least are refused", () => {
  expect(problems({ connector: { version: "3.5.0", sha256, workers: { min: 2, max: 1 } } })).toEqual([
    "connector.workers.max: it must be at least min (2). Use 2 or more",
  ]);
});

test("an alarm that would ring while events wait in the buffer is refused", () => {
  expect(problems({ archive: { bufferSeconds: 900, staleMinutes: 19 } })).toEqual([
    "archive.staleMinutes: it must be at least five minutes more than the 900 seconds that events wait in the buffer. Use 20 or more, or a shorter buffer",
  ]);
  expect(problems({ archive: { bufferSeconds: 900, staleMinutes: 20 } })).toEqual([]);
});

test("a topic named twice is refused", () => {
  expect(problems({ archive: { topics: ["clicks", "clicks"] } })).toHaveLength(1);
});

test("a link carries every topic unless it names some, and one that is not declared carries none", () => {
  const topics = { clicks: 1, visits: 2 };
  expect(linkedTopics(undefined, topics)).toEqual([]);
  expect(linkedTopics(archive(), topics)).toEqual([
    ["clicks", 1],
    ["visits", 2],
  ]);
  expect(linkedTopics(archive({ topics: ["visits"] }), topics)).toEqual([["visits", 2]]);
  expect(linkedTopics(archive({ topics: [] }), topics)).toEqual([]);
});
