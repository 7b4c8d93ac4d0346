import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { brokerAlarms, clusterAlarms } from "../constructs/streaming/broker-alarms.ts";
import { allResources } from "./support/resources.ts";

const headings = readFileSync(join(import.meta.dirname, "../docs/runbook.md"), "utf8").matchAll(/^## (.+)$/gm);

test("every alarm names a heading of the runbook, and every heading has its alarm", async () => {
  const alarms = (await allResources()).filter(({ type }) => type === "aws_cloudwatch_metric_alarm");
  const nowhere = alarms.filter(
    ({ body }) => !/ What to do: docs\/runbook\.md, "[^"]+"\.$/.test(String(body.alarm_description)),
  );
  expect(nowhere.map(({ address }) => address)).toEqual([]);
  const deployed = alarms.map(({ body }) => / docs\/runbook\.md, "([^"]+)"/.exec(String(body.alarm_description))?.[1]);
  // No environment has Express brokers now; one that has is told what to do all the same.
  const express = { ...clusterAlarms("express", "sample"), ...brokerAlarms("express", "sample", 1) };
  const named = new Set([...deployed, ...Object.values(express).map(({ runbook }) => runbook)]);
  expect([...headings].map(([, heading]) => heading).sort()).toEqual([...named].sort());
});
