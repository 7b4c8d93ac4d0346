import { launch } from "../../rehearsal/plugin/launch.ts";
import { FakeCloud } from "./fake-cloud.ts";
import { providerSchema, thingDataSchema, thingSchema } from "./fake-schema.ts";

const schemas = { provider: providerSchema, resource: thingSchema, data: thingDataSchema };

await launch({
  name: "aws",
  folder: process.cwd(),
  schema: (kind, type) => {
    if (kind !== "provider" && type !== "aws_thing") throw new Error(`There is no type ${type}.`);
    return schemas[kind];
  },
  openCloud: async () => new FakeCloud(process.env.PLINTH_CLOUD ?? "cloud"),
});
