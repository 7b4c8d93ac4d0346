import { expect, test } from "@jest/globals";
import { faultsOf } from "../../scripts/fault-options.ts";

test("every fault that cannot be read is named with its form", () => {
  const call = () => faultsOf({ fail: ["create", "make:aws_vpc.*"], stopAfter: ["3:SIGTERM"], loseRegion: ["here"] });
  expect(call).toThrow(
    [
      '--fail create: the fault is "create"; it must be <operation>:<address glob>[:<times>][:<code>]. Write it like one of the examples of plinth rehearse --help.',
      '--fail make:aws_vpc.*: the fault is "make:aws_vpc.*"; it must be <operation>:<address glob>[:<times>][:<code>]. Write it like one of the examples of plinth rehearse --help.',
      '--stop-after 3:SIGTERM: the fault is "3:SIGTERM"; it must be <number>:<SIGINT|SIGKILL>. Write it like one of the examples of plinth rehearse --help.',
      '--lose-region here: the fault is "here"; it must be <region>. Write it like one of the examples of plinth rehearse --help.',
    ].join("\n"),
  );
});

test("faults are read from their short forms", () => {
  expect(
    faultsOf({
      fail: ["create:aws_s3_bucket.*", "read:**:always:ThrottlingException"],
      failShare: ["delete:12.5:7:2"],
      delay: ["update:*:250"],
      stopAfter: ["9:SIGKILL"],
      lag: ["3", "4:aws_iam_role.*"],
      loseAccount: ["ACME-DATA"],
    }),
  ).toEqual([
    { fail: "create", address: "aws_s3_bucket.*", times: 1 },
    { fail: "read", address: "**", times: "always", code: "ThrottlingException" },
    { fail: "delete", share: 12.5, seed: 7, times: 2 },
    { delay: "update", address: "*", ms: 250 },
    { stopAfter: 9, signal: "SIGKILL" },
    { lag: 3 },
    { lag: 4, address: "aws_iam_role.*" },
    { loseAccount: "ACME-DATA" },
  ]);
});
