/** Values of secrets, planted where they belong, are looked for everywhere else after a life of `local`; about four minutes. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { writeEvents } from "../../examples/events/events.ts";
import { Checkout } from "./checkout.ts";

jest.setTimeout(900_000);

const checkout = new Checkout();
afterAll(() => checkout.remove());

/** Kinds of values: a word, a password with characters that JSON and URLs escape, a token, and a document. */
const sentinels = {
  word: "sentinelwordneverprinted",
  password: 'sentinel"p\\ss/w+rd=&%20ü',
  token: "sk_live_5entineL7f0b1c2d3e4f5a6b7c8d9e0f",
  document:
    '{"user":"SENTINEL_USER","privateKey":"-----BEGIN PRIVATE KEY-----\\nSENTINELkeyMATERIAL\\n-----END PRIVATE KEY-----"}',
};
/** Also handed to the commands in their environment, as a careless shell does. */
const exported = { SNOWFLAKE_PASSWORD: sentinels.password, AWS_SECRET_ACCESS_KEY: sentinels.token };

const outputs: string[] = [];
/** Files of the secrets themselves: the one place where values belong. */
let vault: readonly string[] = [];
let publisherKey = "";

async function call(command: "cdktf" | "plinth", ...args: string[]): Promise<number | null> {
  const { code, stdout, stderr } = await checkout.run(command, args, exported);
  outputs.push(stdout, stderr);
  return code;
}

beforeAll(async () => {
  expect(await call("cdktf", "deploy", "local")).toBe(0);
  vault = checkout.objects().filter((file) => file.includes("/aws_secretsmanager_secret/"));
  const values = Object.values(sentinels);
  for (const [index, file] of vault.entries()) plant(file, values[index % values.length] ?? "");
  expect(vault.length).toBeGreaterThanOrEqual(values.length);
  const publisher = vault.find((file) => file.includes("snowflake-publisher-key")) ?? "";
  plant(publisher, undefined);
  expect(await call("plinth", "keys", "init", "local", "PUBLISHER")).toBe(0);
  publisherKey = JSON.parse(JSON.parse(readFileSync(publisher, "utf8")).private.secretString).privateKey;
  const bronze = checkout.path(".plinth/local/cloud/aws/000000000000/us-west-2/buckets/plinth-local-bronze");
  await writeEvents({ out: bronze, seed: 3, events: 400, days: 1 });
  const calls: ["cdktf" | "plinth", number, ...string[]][] = [
    ["cdktf", 0, "deploy", "local"],
    ["cdktf", 0, "diff", "local"],
    ["plinth", 0, "job", "local", "publish"],
    ["plinth", 0, "job", "local", "publish", "--dry-run"],
    ["plinth", 0, "status", "local", "--json"],
    ["plinth", 0, "status", "local"],
    ["plinth", 0, "job", "local", "maintenance"],
    ["plinth", 0, "check", "local", "--json"],
  ];
  for (const [command, code, ...args] of calls)
    expect({ args, code: await call(command, ...args) }).toEqual({ args, code });
  writeFileSync(checkout.path("examples/transform/tests/planted.sql"), "select 1 as found");
  expect(await call("plinth", "job", "local", "publish", "--now")).toBe(1);
});

test("a planted value is found in the vault, so it would be found elsewhere", () => {
  const text = vault.map((file) => readFileSync(file, "utf8")).join("\n");
  for (const value of [...Object.values(sentinels), publisherKey]) expect(foundIn(text, value)).not.toEqual([]);
});

test.each([
  { place: "what the commands said", files: () => [] as string[], texts: () => outputs },
  {
    place: "state, plan and the synthesized stacks",
    files: () => [...below(".plinth/local/state"), ...below("cdktf.out")],
  },
  { place: "pod specs and config maps", files: () => checkout.objects().filter((file) => /\/kubernetes/.test(file)) },
  {
    place: "run records, dbt's artifacts and reports",
    files: () => below(".plinth/local/cloud/aws/000000000000/us-west-2/buckets"),
  },
  { place: "the databases with history and lease", files: () => below(".plinth/local/cloud/snowflake") },
  { place: "everything else below the home and the checkout", files: () => everything() },
])("no planted value is in $place", ({ files, texts = () => [] }) => {
  const places = [
    ...texts().map((text, index) => ({ name: `output ${index}`, text })),
    ...files().map((file) => ({ name: file, text: readFileSync(file, "latin1") })),
  ];
  expect(places.length).toBeGreaterThan(0);
  const found = places.flatMap(({ name, text }) =>
    [...Object.values(sentinels), publisherKey].flatMap((value) =>
      foundIn(text, value).map((form) => `${name}: ${form}`),
    ),
  );
  expect(found).toEqual([]);
});

function plant(file: string, value: string | undefined): void {
  const { private: bookkeeping, ...object } = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...object, private: { ...bookkeeping, secretString: value } }, null, 2));
}

/** The forms of a value that a text holds: as it is, escaped, encoded; a key also by the first lines of its body. */
function foundIn(text: string, value: string): string[] {
  return (known.get(value) ?? remembered(value)).filter((form) => text.includes(form));
}

const known = new Map<string, readonly string[]>();

function remembered(value: string): readonly string[] {
  const lines = value.split(/\\n|\n/).filter((line) => line.length >= 16 && !line.includes("PRIVATE KEY"));
  const forms = [value, ...lines.slice(0, 2)].flatMap(formsOf);
  known.set(value, forms);
  return forms;
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  // Base64 of a value inside a longer text has one of three forms, by where it begins; its ends mix with what is around.
  const inside = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replaceAll("=", "");
    return encoded.slice(shift === 0 ? 0 : 4, -4);
  });
  const json = JSON.stringify(value).slice(1, -1);
  const url = inside.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"));
  const forms = [
    value,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString("hex"),
    ...inside,
    ...url,
  ];
  // Files are read byte by byte, so that none is skipped.
  return [...new Set(forms.flatMap((form) => [form, Buffer.from(form).toString("latin1")]))];
}

function below(...parts: string[]): string[] {
  return checkout.files(...parts);
}

/** All that a command may have written: not the vault, not the tests, which name the values, and no packages. */
function everything(): string[] {
  const apart = ["test", "node_modules", ".venv"];
  const entries = readdirSync(checkout.folder, { withFileTypes: true }).filter(({ name }) => !apart.includes(name));
  const files = entries.flatMap((entry) => (entry.isDirectory() ? below(entry.name) : checkout.path(entry.name)));
  return files.filter((file) => !vault.includes(file));
}
