#!/usr/bin/env node
// Makes a Python environment from its locked requirements: `node tools/python.js [dbt | checkov | kubernetes-validate | zizmor]`. Plain
// JavaScript with node: imports only: it runs on a bare clone. A second run does nothing; one that was killed midway is made good by the next.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** By the program that each is there for: the transform engine, and the checks of rehearsed plans, of Kubernetes' schemas and of workflows. */
const environments = {
  dbt: { folder: ".venv", requirements: "jobs/requirements.txt", takes: "about half a minute" },
  checkov: {
    folder: "node_modules/.cache/checkov",
    requirements: "test/policy/requirements.txt",
    takes: "about a minute",
  },
  zizmor: {
    folder: "node_modules/.cache/zizmor",
    requirements: "test/workflows/requirements.txt",
    takes: "a few seconds",
  },
  // For the schemas in it alone: its program, which needs other packages, is not run.
  "kubernetes-validate": {
    folder: "node_modules/.cache/kubernetes-validate",
    requirements: "test/policy/kubernetes-requirements.txt",
    takes: "some seconds",
    flags: ["--no-deps"],
  },
};

const candidates = ["python3.13", "python3.12", "python3.11", "python3.10", "python3"];

/** dbt-core 1.11 needs Python 3.10. */
const oldestPython = [3, 10];
/** `pip --python`, which installs into an environment that has no pip of its own, came with pip 22.3. */
const oldestPip = [22, 3];

const probe = `
import importlib.util, json, sys
def has(name): return importlib.util.find_spec(name) is not None
def pip():
    try:
        import pip
        return pip.__version__
    except Exception:
        return None
print(json.dumps({"version": list(sys.version_info[:3]), "venv": has("venv"), "ensurepip": has("ensurepip"), "pip": pip()}))
`;

/**
 * Installs the environment unless it stands already. Returns the path of its `bin` folder.
 * Throws an Error whose message says what is missing and what supplies it.
 * @param {{ program?: "dbt" | "checkov" | "kubernetes-validate" | "zizmor", root?: string, log?: (line: string) => void }} [options] root: the repository
 */
export function installPython({
  program = "dbt",
  root = fileURLToPath(new URL("..", import.meta.url)),
  log = console.log,
} = {}) {
  const environment = environments[program];
  if (!environment)
    throw new Error(`There is no Python environment ${program}. Name one of ${Object.keys(environments).join(", ")}.`);
  const folder = join(root, environment.folder);
  const bin = join(folder, "bin");
  const requirements = join(root, environment.requirements);
  const stamp = join(folder, ".plinth");
  const wanted = fingerprint(root, requirements);
  if (read(stamp) === wanted && existsSync(join(bin, "python")) && existsSync(join(bin, program))) return bin;

  const python = findPython();
  removeOwn(folder, stamp);
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, "incomplete");
  log(
    `Installing ${program} into ${environment.folder} with Python ${python.version.join(".")} (${environment.takes})`,
  );
  run(python.command, ["-m", "venv", ...(python.lendsPip ? ["--without-pip"] : []), folder]);
  const own = join(bin, "python");
  const pip = python.lendsPip
    ? { command: python.command, args: ["-m", "pip", "--python", own] }
    : { command: own, args: ["-m", "pip"] };
  const install = ["install", "--quiet", "--disable-pip-version-check", "--no-input", "--only-binary", ":all:"];
  const flags = environment.flags ?? [];
  run(pip.command, [...pip.args, ...install, ...flags, "--require-hashes", "--requirement", requirements]);
  writeFileSync(stamp, wanted);
  return bin;
}

/** Changes with the requirements, and with the folder: scripts in .venv/bin name their interpreter by absolute path. */
function fingerprint(root, requirements) {
  return createHash("sha256").update(realpathSync(root)).update("\n").update(readFileSync(requirements)).digest("hex");
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function removeOwn(folder, stamp) {
  if (existsSync(folder) && !existsSync(stamp) && readdirSync(folder).length > 0) {
    throw new Error(`${folder} exists and was not made by Plinth. Move it away or delete it, then run this again.`);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** The first Python that is new enough and can fill an environment: by its own pip, or by ensurepip. */
function findPython() {
  const found = candidates.map(inspect).filter((python) => python !== null);
  const usable = found.find((python) => python.problem === null);
  if (usable) return usable;
  const seen = found.map(({ command, problem }) => `  ${command}: ${problem}`);
  throw new Error(
    [
      `No usable Python ${oldestPython.join(".")} or newer was found among ${candidates.join(", ")}.`,
      ...seen,
      "Install one with pip or venv, for instance: apt-get install python3 python3-venv, or brew install python@3.13",
    ].join("\n"),
  );
}

function inspect(command) {
  const { status, stdout } = spawnSync(command, ["-c", probe], { encoding: "utf8", env: ownVariables() });
  if (status !== 0) return null;
  const { version, venv, ensurepip, pip } = JSON.parse(stdout);
  const lendsPip = pip !== null && isAtLeast(pip.split(".").map(Number), oldestPip);
  return { command, version, lendsPip, problem: problemOf({ version, venv, ensurepip, lendsPip, pip }) };
}

function problemOf({ version, venv, ensurepip, lendsPip, pip }) {
  if (!isAtLeast(version, oldestPython)) return `version ${version.join(".")} is too old`;
  if (!venv) return "has no venv module";
  if (lendsPip || ensurepip) return null;
  return pip === null
    ? "has neither pip nor ensurepip"
    : `pip ${pip} is older than ${oldestPip.join(".")}, no ensurepip`;
}

function isAtLeast([major, minor], [wantedMajor, wantedMinor]) {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function run(command, args) {
  const { status, signal, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    env: ownVariables(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status === 0) return;
  const tail = (stderr ?? "").trim().split("\n").slice(-8).join("\n");
  throw new Error(
    `${command} ${args.slice(0, 4).join(" ")} … ended with ${error?.message ?? signal ?? status}:\n${tail}\n` +
      "The packages come from the index that pip is configured for: see `pip config list`. Then run this again.",
  );
}

/** The user's index settings stay; what would send packages elsewhere than into .venv does not. */
function ownVariables() {
  const kept = Object.entries(process.env).filter(([name]) => !/^PYTHON|^PIP_(TARGET|PREFIX|ROOT)$/.test(name));
  return { ...Object.fromEntries(kept), PIP_USER: "0", PIP_REQUIRE_VIRTUALENV: "0" };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    installPython({ program: process.argv[2] });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
