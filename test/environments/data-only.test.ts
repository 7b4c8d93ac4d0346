import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { parseSync } from "@swc/core";
import { environmentNames } from "../../environments/catalog.ts";

const folder = join(import.meta.dirname, "../../environments");

/** What data is made of. Anything else decides, computes or asks. */
const data = new Set([
  "Module",
  "ImportDeclaration",
  "ImportSpecifier",
  "ExportDeclaration",
  "VariableDeclaration",
  "VariableDeclarator",
  "CallExpression",
  "ObjectExpression",
  "KeyValueProperty",
  "ArrayExpression",
  "StringLiteral",
  "NumericLiteral",
  "BooleanLiteral",
  "NullLiteral",
  "Identifier",
  "TsSatisfiesExpression",
  "TsTypeReference",
]);

interface Node {
  readonly type: string;
  readonly callee?: { readonly value?: string };
}

/** Everything in a file that is not data: node types, calls of anything but declare, names other than base. */
function foreign(source: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (isNode(value)) {
      if (!data.has(value.type)) found.push(value.type);
      if (value.type === "CallExpression" && value.callee?.value !== "declare") found.push("call");
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(parseSync(source, { syntax: "typescript" }));
  return found;
}

function isNode(value: object): value is Node {
  return "type" in value && typeof value.type === "string" && /^[A-Z]/.test(value.type);
}

test.each([
  ["const a = () => 1;", "ArrowFunctionExpression"],
  ["const a = true ? 1 : 2;", "ConditionalExpression"],
  ["const a = process.env.HOME;", "MemberExpression"],
  ["const a = new Date();", "NewExpression"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the source of a template
  ["const a = `${b}`;", "TemplateLiteral"],
  ["const a = Date();", "call"],
  ["const a = 1 + 1;", "BinaryExpression"],
  ["const a = { ...b };", "SpreadElement"],
  ["if (a) b();", "IfStatement"],
])("%s would be found", (source, what) => {
  expect(foreign(source)).toContain(what);
});

test.each([...environmentNames()])("environments/%s.ts is data alone, in 60 lines at most", (name) => {
  const source = readFileSync(join(folder, `${name}.ts`), "utf8");
  expect(foreign(source)).toEqual([]);
  expect(source.split("\n").length - 1).toBeLessThanOrEqual(60);
});

test.each(["base.ts", "base-tables.ts"])("environments/%s is data alone", (file) => {
  expect(foreign(readFileSync(join(folder, file), "utf8"))).toEqual([]);
});
