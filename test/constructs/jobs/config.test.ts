import { expect, test } from "@jest/globals";
import { jobsConfig } from "../../../constructs/jobs/config.ts";
import { container, ingest, publish } from "./sample.ts";

function problems(config: object): string[] {
  const { error } = jobsConfig.safeParse(config);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test("a job of the program has the image of all such jobs, unless it names another; a container names its own", () => {
  const { image: _, ...anyImage } = publish;
  const { image: __, ...noImage } = container;
  expect(problems({ definitions: { publish: anyImage } })).toEqual([
    "definitions.publish.image: it must be given, here or for all jobs of the program in jobs.image. Add it",
  ]);
  expect(problems({ image: publish.image, definitions: { publish: anyImage, ingest } })).toEqual([]);
  expect(problems({ image: publish.image, definitions: { container: noImage } })).toHaveLength(1);
});

test("what one kind of job says, another does not", () => {
  const { sources: _, ...sourceless } = ingest;
  expect(problems({ definitions: { ingest: sourceless } })).toHaveLength(1);
  expect(problems({ definitions: { container: { ...container, database: "MODEL" } } })).toEqual([
    'definitions.container: Unrecognized key: "database"',
  ]);
});

test("a circle of three waiting jobs is told at each of them", () => {
  const waits = (job: string) => ({ ...ingest, waitsFor: { [job]: { minutes: 5 } } });
  const told = problems({ definitions: { a: waits("b"), b: waits("c"), c: waits("a"), d: waits("a") } });
  expect(told).toEqual([
    "definitions.a.waitsFor.b: a job must not wait for itself, and through b it does. Remove b",
    "definitions.b.waitsFor.c: a job must not wait for itself, and through c it does. Remove c",
    "definitions.c.waitsFor.a: a job must not wait for itself, and through a it does. Remove a",
  ]);
});

test("what a retry, a staging folder and a wait may last ends before something else does", () => {
  const { maintenance } = { maintenance: { kind: "maintenance", description: "Cleans", image: publish.image } };
  const definitions = { publish, clean: { ...maintenance, publication: "publish", stagingHours: 24 } };
  expect(problems({ definitions })).toEqual([
    "definitions.clean.stagingHours: it must be a whole number from 25 to 8760 (hours that unfinished files stay; a run takes 24 at most). Choose a value in that range",
  ]);
});
