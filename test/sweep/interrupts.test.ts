import { expect, jest, test } from "@jest/globals";
import { RehearsedEnvironment, seeded, unchanged } from "../support/rehearsed-environment.ts";

jest.setTimeout(3_600_000);

const moments = 20;

test.each(["SIGINT", "SIGKILL"] as const)("after %s at each of 20 moments a run converges", async (signal) => {
  const moment = seeded(signal === "SIGINT" ? 1 : 2);
  const figures: object[] = [];
  for (let number = 0; number < moments; number++) {
    const dev = await RehearsedEnvironment.of("dev");
    const stopAfter = moment(1, 50);
    await dev.run(["foundation"], [{ stopAfter, signal }]);
    const orphans = dev.orphans().length;
    const { adopted, left, problems } = await dev.adopt();
    expect({ stopAfter, problems }).toEqual({ stopAfter, problems: [] });
    expect({ stopAfter, named: adopted.length + left.length }).toEqual({ stopAfter, named: orphans });
    expect({ stopAfter, runs: await dev.converge(["foundation"], 1) }).toEqual({ stopAfter, runs: 0 });
    expect(await dev.pending(["foundation"])).toEqual(unchanged);
    figures.push({ stopAfter, orphans, adopted: adopted.length, left: left.length });
  }
  console.log(signal, JSON.stringify(figures));
});
