import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, test } from "@jest/globals";
import { rehearsalEnvironment, terraform, terraformVersion } from "../../rehearsal/terraform.ts";

function folder(): string {
  return mkdtempSync(join(tmpdir(), "terraform-"));
}

/** An environment whose `terraform` is the given shell script. */
function withTerraform(script: string): NodeJS.ProcessEnv {
  const bin = folder();
  writeFileSync(join(bin, "terraform"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) };
}

test("a missing terraform is said with the remedy", async () => {
  const empty = folder();
  await expect(terraformVersion({ PATH: empty })).rejects.toThrow(
    `PATH: there is no terraform in ${empty}. Install Terraform 1.11.0 or newer from https://developer.hashicorp.com/terraform/install and put it first on PATH.`,
  );
});

test("an old terraform is said with its version and the rule", async () => {
  const env = withTerraform(`echo '{"terraform_version":"1.9.8"}'`);
  await expect(terraformVersion(env)).rejects.toThrow("PATH: terraform is 1.9.8; it must be 1.11.0 or newer. Install");
});

test("something else named terraform is said with what it answered", async () => {
  const env = withTerraform("echo who are you >&2; exit 3");
  await expect(terraformVersion(env)).rejects.toThrow("PATH: `terraform version` failed: who are you. Install");
  await expect(terraformVersion(withTerraform("echo hello"))).rejects.toThrow("failed: hello. Install");
});

test("a folder that is not there is not taken for a missing terraform", async () => {
  const cwd = join(folder(), "none");
  await expect(terraform(["version"], { cwd, env: process.env })).rejects.toThrow(/ENOENT/);
});

test("an abort ends terraform and what it started", async () => {
  const env = withTerraform("sleep 60 & echo started; wait");
  const controller = new AbortController();
  const run = terraform(["apply"], { cwd: folder(), env, signal: controller.signal, onLine: () => controller.abort() });
  await expect(run).rejects.toThrow("aborted");
});

test("a run gives exit code and output, line by line as it comes", async () => {
  const lines: string[] = [];
  const env = withTerraform('echo "$1"; echo two; echo wrong >&2; exit 2');
  const result = await terraform(["one"], { cwd: folder(), env, onLine: (line) => lines.push(line) });
  expect(result).toEqual({ code: 2, stdout: "one\ntwo\n", stderr: "wrong\n" });
  expect(lines).toEqual(["one", "two"]);
});

test("a rehearsal sees no credentials and nothing that configures Terraform", () => {
  const hostile = {
    TF_CLI_ARGS: "-destroy",
    TF_CLI_ARGS_plan: "-destroy",
    TF_DATA_DIR: "/elsewhere",
    TF_WORKSPACE: "other",
    TF_REATTACH_PROVIDERS: "{}",
    TF_VAR_x: "1",
    TF_LOG: "trace",
    AWS_PROFILE: "prod",
    AWS_SECRET_ACCESS_KEY: "x",
    SNOWFLAKE_PASSWORD: "x",
    KUBECONFIG: "/k",
    KUBE_TOKEN: "x",
    HELM_DRIVER: "secret",
  };
  const home = folder();
  expect(rehearsalEnvironment({ ...hostile, PATH: "/bin", HOME: "/h", LANG: "C", TMPDIR: "/t" }, home)).toEqual({
    PATH: "/bin",
    HOME: "/h",
    LANG: "C",
    GOGC: "400",
    TMPDIR: "/t",
    TF_CLI_CONFIG_FILE: join(home, "terraform.rc"),
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    TF_DISABLE_PLUGIN_TLS: "1",
  });
  expect(readFileSync(join(home, "terraform.rc"), "utf8")).not.toContain("direct");
});
