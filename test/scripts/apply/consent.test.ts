import { expect, test } from "@jest/globals";
import { consent } from "../../../scripts/apply/consent.ts";
import { plinth } from "../command.ts";

const locked = { name: "prod", protection: "locked" } as const;
const unapproved = { sha256: "a".repeat(64), approved: undefined };
const nobody = async () => undefined;

test.each([
  ["nobody", undefined],
  ["yes", "yes"],
  ["another environment", "dev"],
  ["nothing", ""],
])("a locked environment is not applied when the answer is %s", async (_, answer) => {
  await expect(consent(locked, unapproved, async () => answer)).rejects.toThrow(
    `nothing is applied; prod is locked. Answer at a terminal, or name what was approved: --approved ${"a".repeat(64)}.`,
  );
});

test("it is applied when a person writes its name, or has named the file", async () => {
  await consent(locked, unapproved, async () => " prod\n");
  await consent(locked, { ...unapproved, approved: unapproved.sha256 }, nobody);
});

test.each(["ephemeral", "standard"] as const)("nobody is asked where protection is %s", async (protection) => {
  const ask = async () => {
    throw new Error("asked");
  };
  await consent({ name: "dev", protection }, unapproved, ask);
});

test.each([
  { call: ["apply", "dev"], says: "required option '--plan <file>' not specified" },
  {
    call: ["apply", "local", "--plan", "nowhere", "--only", "roof"],
    says: "Allowed choices are foundation, data, workers, jobs",
  },
  { call: ["apply", "local", "--plan", "nowhere"], says: "nowhere: the file cannot be read (ENOENT)" },
  { call: ["apply", "prod", "--plan", "nowhere"], says: "it is a placeholder" },
  { call: ["drift", "prod"], says: "it is a placeholder" },
])(
  "plinth $call says what is wrong, without a stack trace",
  async ({ call, says }) => {
    const { code, stdout, stderr } = await plinth(call);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at /m);
  },
  60_000,
);
