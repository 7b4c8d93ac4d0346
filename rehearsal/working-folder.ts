import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { placeFile } from "./place-file.ts";
import { type Program, providerProgram } from "./program.ts";
import { addressOf, bindingOf } from "./schema/binding.ts";
import type { ProviderName } from "./schema/schema.ts";

/** Terraform's (that is, Go's) names for what Node calls otherwise. */
const goPlatform: Readonly<Record<string, string>> = { win32: "windows" };
const goArchitecture: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

export interface StackFolder {
  readonly cloudDir: string;
  readonly providers: readonly ProviderName[];
  /** The program started under each provider's name; a test may stand in its own. */
  readonly program?: string;
}

/**
 * Makes the folder a rehearsed stack is run in: the simulated providers where Terraform looks for plugins, and a lock
 * file naming them, so that `terraform init` needs no network. Safe to repeat; what else lies there stays.
 */
export function prepareStackFolder(folder: string, { cloudDir, providers, program: source }: StackFolder): void {
  const program = source === undefined ? providerProgram() : { source };
  const locked = [...providers].sort().map((name) => {
    const { version } = bindingOf(name);
    const address = addressOf(name);
    const file = `terraform-provider-${name}_v${version}`;
    const script = providerScript(name, resolve(cloudDir), program);
    placeFile(join(folder, "terraform.d/plugins", address, version, terraformPlatform(), file), script, 0o755);
    return lockEntry(address, version, packageHash(file, script));
  });
  placeFile(
    join(folder, ".terraform.lock.hcl"),
    `# Written by a rehearsal: simulated providers.\n\n${locked.join("\n")}`,
  );
}

function terraformPlatform(): string {
  const { platform, arch } = process;
  return `${goPlatform[platform] ?? platform}_${goArchitecture[arch] ?? arch}`;
}

/** What Terraform starts as the provider. */
export function providerScript(name: ProviderName, cloudDir: string, program: Program): string {
  return `#!/bin/sh\n${choice(program)}PLINTH_CLOUD=${quoted(cloudDir)} exec ${quoted(process.execPath)} "$program" ${name}\n`;
}

/** At each start, since the folder may be used after the source was changed or the built file removed. */
function choice({ source, built }: Program): string {
  if (built === undefined) return `program=${quoted(source)}\n`;
  const newer = `find ${built.madeFrom.map(quoted).join(" ")} -newer "$program" 2>&1`;
  return `program=${quoted(built.file)}
if [ -f "$program" ] && [ -z "$(${newer})" ]; then
  export NODE_COMPILE_CACHE=${quoted(built.compiled)}
else
  program=${quoted(source)}
fi
`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Terraform's "h1" of a package with one file: Go's dirhash, https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash#Hash1. */
function packageHash(file: string, content: string): string {
  const sha256 = (text: string) => createHash("sha256").update(text);
  return `h1:${sha256(`${sha256(content).digest("hex")}  ${file}\n`).digest("base64")}`;
}

function lockEntry(address: string, version: string, hash: string): string {
  return `provider "${address}" {\n  version     = "${version}"\n  constraints = "${version}"\n  hashes = [\n    "${hash}",\n  ]\n}\n`;
}
