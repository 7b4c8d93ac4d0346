import { spawnSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { providerProgram } from "../../rehearsal/program.ts";

const { source, built } = providerProgram();
const cookie = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2" };

test("the program is built", () => expect(built).toBeDefined());

describe.each([
  ["as it is written", source],
  ["as one built file", built?.file ?? "not built"],
])("%s", (_, program) => {
  function start(args: string[], env: NodeJS.ProcessEnv = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: "utf8" });
    return { status, stdout, stderr };
  }

  test("started by hand it explains itself on standard error and exits 1", () => {
    const { status, stdout, stderr } = start(["aws"]);
    expect(stderr).toMatch(/^This is the simulated aws provider\..*\n$/);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });

  test("an unknown provider is refused with the names there are", () => {
    expect(start(["gcp"])).toEqual({
      status: 1,
      stdout: "",
      stderr: 'There is no simulated provider "gcp". There are: aws, snowflake, kubernetes, helm.\n',
    });
  });

  test("without a simulated cloud it says which variable is missing", () => {
    expect(start(["aws"], cookie)).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "PLINTH_CLOUD is not set; it names the folder of the simulated cloud. Prepare the stack's folder again.\n",
    });
  });
});
