import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { loadEnvironment } from "../../environments/catalog.ts";
import { changeKey } from "../../scripts/keys/change-key.ts";
import { SimulatedKeys } from "../../scripts/keys/simulated-keys.ts";
import { rehearse } from "../../scripts/rehearsal.ts";

const folder = mkdtempSync(join(tmpdir(), "plinth-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function deploy() {
  const environment = await loadEnvironment("dev");
  const layers = ["foundation", "data"] as const;
  const { signal } = new AbortController();
  return await rehearse(environment, { caller: environment, folder, layers, signal, report: () => {} });
}

test("after a key is made and rotated a plan changes nothing, and no state holds the private half", async () => {
  expect((await deploy()).succeeded).toBe(true);
  const environment = await loadEnvironment("dev");
  const place = new SimulatedKeys(environment, "PUBLISHER", folder);
  await changeKey("init", place, () => {});
  expect(await changeKey("rotate", place, () => {})).toMatchObject({ done: "made", slot: 2 });
  const { stacks } = await deploy();
  expect(stacks.map(({ stack, added, changed, destroyed }) => [stack, added, changed, destroyed])).toEqual([
    ["dev-foundation", 0, 0, 0],
    ["dev-data", 0, 0, 0],
  ]);
  const states = stacks.map(({ stack }) => readFileSync(join(folder, "state", `${stack}.tfstate`), "utf8")).join("");
  expect(states).not.toContain("PRIVATE KEY");
  expect(states).toContain("rsa_public_key");
}, 240_000);
