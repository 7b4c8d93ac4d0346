import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@jest/globals";

const installer = pathToFileURL(join(__dirname, "..", "..", "tools", "python.js")).href;
const good = { version: [3, 12, 1], venv: true, ensurepip: false, pip: "24.0" };

test("a machine without Python is told what to install", () => {
  const clone = newClone();
  expect(install(clone).stderr).toBe(
    "No usable Python 3.10 or newer was found among python3.13, python3.12, python3.11, python3.10, python3.\n" +
      "Install one with pip or venv, for instance: apt-get install python3 python3-venv, or brew install python@3.13\n",
  );
});

test.each([
  { lacks: { version: [3, 9, 18] }, says: "version 3.9.18 is too old" },
  { lacks: { venv: false }, says: "has no venv module" },
  { lacks: { pip: null }, says: "has neither pip nor ensurepip" },
  { lacks: { pip: "22.0.2" }, says: "pip 22.0.2 is older than 22.3, no ensurepip" },
])("a Python that $says is named with its lack", ({ lacks, says }) => {
  const clone = newClone();
  addPython(clone, "python3", { ...good, ...lacks });
  const { status, stderr } = install(clone);
  expect(status).toBe(1);
  expect(stderr).toContain(`  python3: ${says}\n`);
});

test("an environment that someone else made is left alone", () => {
  const clone = newClone();
  addPython(clone, "python3", good);
  mkdirSync(join(clone, ".venv"));
  writeFileSync(join(clone, ".venv", "pyvenv.cfg"), "");
  expect(install(clone).stderr).toBe(
    `${join(clone, ".venv")} exists and was not made by Plinth. Move it away or delete it, then run this again.\n`,
  );
  expect(existsSync(join(clone, ".venv", "pyvenv.cfg"))).toBe(true);
});

test("a failed install shows pip's reason, and the next run starts over", () => {
  const clone = newClone();
  addPython(clone, "python3", good, "echo 'no matching distribution' >&2; exit 1");
  const { status, stderr } = install(clone);
  expect(status).toBe(1);
  expect(stderr).toContain("no matching distribution\nThe packages come from the index that pip is configured for");
  addPython(clone, "python3", good);
  expect(install(clone).status).toBe(0);
});

test("an install that was killed midway is made good by the next run", () => {
  const clone = newClone();
  addPython(clone, "python3", good, '/bin/touch "$venv/bin/dbt"; kill -9 $PPID');
  expect(install(clone).signal).toBe("SIGKILL");
  addPython(clone, "python3", good);
  expect(install(clone).status).toBe(0);
  expect(callsOf(clone).filter((call) => call.includes("-m pip"))).toHaveLength(2);
});

test("a second run does nothing, and changed requirements install again", () => {
  const clone = newClone();
  addPython(clone, "python3", good);
  expect(install(clone).status).toBe(0);
  const calls = callsOf(clone);
  expect(install(clone)).toMatchObject({ status: 0, stdout: "" });
  expect(callsOf(clone)).toEqual(calls);
  writeFileSync(join(clone, "jobs", "requirements.txt"), "dbt-core==9.9.9");
  expect(install(clone).status).toBe(0);
  expect(callsOf(clone).length).toBeGreaterThan(calls.length);
});

test("the first usable Python fills the environment with its own pip, checked by hashes", () => {
  const clone = newClone();
  addPython(clone, "python3.13", { ...good, pip: null });
  addPython(clone, "python3.11", good);
  addPython(clone, "python3", good);
  expect(install(clone).status).toBe(0);
  const [venv, pip] = callsOf(clone).filter((call) => !call.includes(" -c "));
  expect(venv).toBe(`python3.11 -m venv --without-pip ${clone}/.venv`);
  expect(pip).toMatch(/^python3\.11 -m pip --python \S+\/\.venv\/bin\/python install .*--require-hashes --requirement/);
});

test("a Python whose pip is missing or old fills the environment by ensurepip", () => {
  const clone = newClone();
  addPython(clone, "python3", { ...good, pip: null, ensurepip: true });
  expect(install(clone).status).toBe(0);
  const [venv, pip] = callsOf(clone).filter((call) => !call.includes(" -c "));
  expect(venv).toBe(`python3 -m venv ${clone}/.venv`);
  expect(pip).toMatch(/^python -m pip install /);
});

/** A folder that stands for the repository, with an empty `path` in place of the machine's programs. */
function newClone(): string {
  const clone = mkdtempSync(join(tmpdir(), "plinth-python-"));
  for (const folder of ["jobs", "path"]) mkdirSync(join(clone, folder));
  writeFileSync(join(clone, "jobs", "requirements.txt"), "dbt-core==1.11.16");
  return clone;
}

/** A script that stands for a Python: answers the probe, makes environments of itself, and notes every call. */
function addPython(clone: string, name: string, probe: unknown, pip = '/bin/touch "$venv/bin/dbt"'): void {
  const file = join(clone, "path", name);
  const script = `#!/bin/sh
venv=${clone}/.venv
echo "\${0##*/} $*" >> ${clone}/calls
case "$1 $2" in
  -c*) echo '${JSON.stringify(probe)}' ;;
  "-m venv") /bin/mkdir -p "$venv/bin" && /bin/cp "$0" "$venv/bin/python" ;;
  "-m pip") ${pip} ;;
esac
`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}

function install(clone: string) {
  const program = `import { installPython } from "${installer}";
    try { installPython({ root: ${JSON.stringify(clone)} }) } catch (error) { console.error(error.message); process.exitCode = 1 }`;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
    env: { PATH: join(clone, "path") },
  });
}

/** One line per call, without the probe's further lines. */
function callsOf(clone: string): string[] {
  return readFileSync(join(clone, "calls"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("python"));
}
