/**
 * A publish in a process of its own: node publisher.ts <databases> <run id> [<when> <step>]
 * when: `before` or `after` a step of the engine, the transform or the history, the process kills itself; `hold` waits in
 * the transform until the file <databases>/go exists.
 */
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { publish } from "../../../jobs/publish/publish.ts";
import { historyOf, newRun, writeMart } from "./warehouse.ts";

const [databases = "", runId = "", when = "never", step = ""] = process.argv.slice(2);

function killable<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name);
      if (typeof member !== "function") return member;
      if (name !== step) return member.bind(object);
      return async (...args: unknown[]) => {
        dieIf(when === "before");
        const result = await Reflect.apply(member, object, args);
        dieIf(when === "after");
        return result;
      };
    },
  });
}

function dieIf(condition: boolean): void {
  if (condition) process.kill(process.pid, "SIGKILL");
}

const plain = newRun(databases, runId);
const steps = killable({
  transform: async (...[candidate]: Parameters<typeof plain.transform>) => {
    while (when === "hold" && !existsSync(`${databases}/go`)) await sleep(20);
    await writeMart(candidate, 100);
  },
});

try {
  await publish({
    ...plain,
    engine: killable(plain.engine),
    history: killable(historyOf(databases)),
    transform: steps.transform,
    log: (line) => console.log(line),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
