import { expect, test } from "@jest/globals";
import { loadEnvironment } from "../../../environments/catalog.ts";
import { changeKey } from "../../../scripts/keys/change-key.ts";
import { fingerprint, newKeyPair, publicKeyOf } from "../../../scripts/keys/key-pair.ts";
import { type KeyPlace, keyOwner } from "../../../scripts/keys/key-place.ts";
import { SimulatedKeys } from "../../../scripts/keys/simulated-keys.ts";
import { deployedUser, dyingPlace, Killed, placeOf } from "./place.ts";

const silent = () => {};

/** One slot is set, and the secret's key opens it. */
async function expectOneWorkingKey(place: KeyPlace): Promise<string> {
  const slots = Object.values(await place.slots());
  const stored = (await place.storedKey()) ?? "";
  expect(slots.map((slot) => slot?.fingerprint)).toEqual([fingerprint(publicKeyOf(stored) ?? "")]);
  await place.signIn(stored);
  return stored;
}

test("a user that the environment does not declare is named with those that it does", async () => {
  const environment = await loadEnvironment("prod");
  expect(() => keyOwner(environment, "NOBODY")).toThrow(
    "plinth keys: the user is NOBODY; it must be a service user of prod (CONNECTOR, LOADER, PUBLISHER). Name one of them, or declare it in warehouse.users.",
  );
});

test("a user that is not deployed is an error with its remedy", async () => {
  const { environment, home } = await deployedUser("ANOTHER");
  const place = new SimulatedKeys(environment, "PUBLISHER", home);
  await expect(changeKey("init", place, silent)).rejects.toThrow(
    "plinth keys: the Snowflake user PUBLISHER does not stand in the simulated cloud. Deploy the environment first.",
  );
});

test("there is nothing to rotate while the secret opens no slot", async () => {
  const { place } = await placeOf();
  await expect(changeKey("rotate", place, silent)).rejects.toThrow("Run plinth keys init, which makes one.");
  await place.setSlot(1, (await newKeyPair()).publicKey);
  await place.storeKey((await newKeyPair()).privateKey);
  await expect(changeKey("rotate", place, silent)).rejects.toThrow("the secret holds no key that signs the user in");
});

test("a key that the secret does not hold signs nobody in", async () => {
  const { place } = await placeOf();
  await changeKey("init", place, silent);
  await expect(place.signIn((await newKeyPair()).privateKey)).rejects.toThrow("the login was refused");
});

test("while the login fails the old key stays, so that who has read it goes on", async () => {
  const { place } = await placeOf();
  await changeKey("init", place, silent);
  const refusing = new Proxy(place, {
    get: (target, method) =>
      method === "signIn"
        ? () => Promise.reject(new Error("the network policy allows no such address"))
        : Reflect.get(target, method).bind(target),
  });
  await expect(changeKey("rotate", refusing, silent)).rejects.toThrow("no such address");
  expect(Object.keys(await place.slots())).toEqual(["1", "2"]);
  expect(await changeKey("rotate", place, silent)).toMatchObject({ done: "finished", slot: 2 });
  await expectOneWorkingKey(place);
});

test("the first key goes to slot 1, the next to slot 2, and back, one slot being free each time", async () => {
  const { place } = await placeOf();
  const made = [await changeKey("init", place, silent)];
  for (let turn = 0; turn < 2; turn++) made.push(await changeKey("rotate", place, silent));
  expect(made.map(({ done, slot }) => `${done} ${slot}`)).toEqual(["made 1", "made 2", "made 1"]);
  expect(new Set(made.map((change) => change.fingerprint)).size).toBe(3);
  await expectOneWorkingKey(place);
});

test("a user who has a key keeps it at another init", async () => {
  const { place } = await placeOf();
  await changeKey("init", place, silent);
  const before = await expectOneWorkingKey(place);
  expect(await changeKey("init", place, silent)).toMatchObject({ done: "kept", slot: 1 });
  expect(await expectOneWorkingKey(place)).toBe(before);
});

test.each(["init", "rotate"] as const)(
  "%s is finished by running it again wherever it was killed, and the secret's key opened the door all along",
  async (goal) => {
    let points = 0;
    for (const after of [false, true]) {
      for (let calls = 0; ; calls++) {
        const { place } = await placeOf();
        if (goal === "rotate") await changeKey("init", place, silent);
        const before = await place.storedKey();
        const outcome = await changeKey(goal, dyingPlace(place, calls, after), silent).catch((error: unknown) => error);
        if (!(outcome instanceof Killed)) break;
        points++;
        if (goal === "rotate") await place.signIn((await place.storedKey()) ?? "");
        await changeKey(goal, place, silent);
        const stored = await expectOneWorkingKey(place);
        expect(stored).not.toBe(before);
      }
    }
    expect(points).toBeGreaterThan(10);
  },
  60_000,
);

test("nothing that is reported holds the private key", async () => {
  const { place } = await placeOf();
  const lines: string[] = [];
  await changeKey("init", place, (line) => lines.push(line));
  const stored = await expectOneWorkingKey(place);
  expect(lines).toHaveLength(3);
  for (const line of stored.split("\n").filter((text) => text.length > 20))
    expect(lines.join("\n")).not.toContain(line);
});
