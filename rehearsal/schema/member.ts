import type { Declarations } from "./declarations.ts";

/** One argument or attribute as generated code describes it. */
export interface Member {
  /** Terraform's name. */
  readonly name: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  /** Code of the private field and its getter; empty for the structs of a provider's configuration. */
  readonly code: string;
  /** How a configured value is written; absent for what can only be read. */
  readonly written?: Written;
  /** The documentation calls it a block. */
  readonly calledBlock: boolean;
}

/** An entry of the generated HCL synthesis. */
export interface Written {
  /** The mapping function, for instance "cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)". */
  readonly mapper: string;
  readonly type: string;
}

const FLAGS = /^ {2}\/\/ (\S+) - computed: (true|false), optional: (true|false), required: (true|false)$/m;
const WRITTEN = /^ +(\w+): \{\n +value: (.*),\n +isBlock: \w+,\n +type: "(\w+)",$/gm;
/** What the mapper is applied to, and what wraps it: a condition on undefined, the mark of write-only arguments. */
const APPLIED = /\((?:struct!\.|this\._)\w+(?:\.internalValue)?\)\)?$/;
const WRAPPED = /^(?:struct!\.\w+ === undefined \? null : |this\.markWriteOnlyAttribute\()/;

/** Members of a resource, data source or provider class. */
export function rootMembers(declarations: Declarations, className: string): Member[] {
  const code = declarations.get(className) ?? "";
  const config = / config: (\w+)/.exec(code)?.[1] ?? "";
  return classMembers(code, writtenEntries(code), documented(declarations.get(config)));
}

/** Members of a nested struct. Those of a provider's configuration have no class, only an interface. */
export function structMembers(declarations: Declarations, struct: string): Member[] {
  const mapper = `${struct.charAt(0).toLowerCase()}${struct.slice(1)}ToHclTerraform`;
  const written = writtenEntries(declarations.get(mapper) ?? "");
  const documentation = documented(declarations.get(struct));
  const code = declarations.get(`${struct}OutputReference`);
  return code === undefined ? interfaceMembers(written, documentation) : classMembers(code, written, documentation);
}

interface Documented {
  readonly optional: boolean;
  readonly calledBlock: boolean;
}

function classMembers(code: string, written: Map<string, Written>, documentation: Map<string, Documented>): Member[] {
  const parts = code.split(FLAGS).slice(1);
  const members: Member[] = [];
  for (let i = 0; i < parts.length; i += 5) {
    const [name = "", computed, optional, required, body = ""] = parts.slice(i, i + 5);
    const entry = written.get(name);
    members.push({
      name,
      computed: computed === "true",
      optional: optional === "true",
      required: required === "true",
      code: body,
      calledBlock: documentation.get(name)?.calledBlock ?? false,
      ...(entry && { written: entry }),
    });
  }
  return members;
}

function interfaceMembers(written: Map<string, Written>, documentation: Map<string, Documented>): Member[] {
  return [...written].map(([name, entry]) => {
    const { optional, calledBlock } = documentation.get(name) ?? { optional: true, calledBlock: false };
    return { name, computed: false, optional, required: !optional, code: "", calledBlock, written: entry };
  });
}

function writtenEntries(code: string): Map<string, Written> {
  return new Map(
    Array.from(code.matchAll(WRITTEN), ([, name = "", value = "", type = ""]) => {
      const mapper = value.replace(WRAPPED, "").replace(APPLIED, "");
      return [name, { mapper, type }];
    }),
  );
}

function documented(declaration = ""): Map<string, Documented> {
  const entries = new Map<string, Documented>();
  for (const part of declaration.split("/**").slice(1)) {
    const name = /#(\w+) \w+#\1\}/.exec(part)?.[1];
    if (name === undefined) continue;
    const optional = /^ {2}readonly \w+\?:/m.test(part);
    entries.set(name, { optional, calledBlock: part.trimStart().startsWith(`* ${name} block\n`) });
  }
  return entries;
}
