/**
 * A publish in a process of its own: node publisher.ts <databases> <run id> [<when> <step>]
 * when: `before` or `after` a step of the engine, its leases or history, or the build, the process kills itself; `hold`
 * waits in the build until the file <databases>/go exists; `at` kills itself after that many milliseconds, `operation` before
 * its operation on files of that number, and prints how many there were when it did not come to that. With `rollback` as
 * the fifth argument it goes back instead of publishing.
 */
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { publish } from "../../../jobs/publish/publish.ts";
import { rollback } from "../../../jobs/publish/rollback.ts";
import { interceptOperations } from "./operations.ts";
import { newRun, writeMart } from "./warehouse.ts";

const [databases = "", runId = "", when = "never", step = "", action = "publish"] = process.argv.slice(2);

function killable<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name);
      if (name === "leases" || name === "history") return killable(Object(member));
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
  build: async (...[candidate]: Parameters<typeof plain.build>) => {
    while (when === "hold" && !existsSync(`${databases}/go`)) await sleep(20);
    await writeMart(candidate, 100);
  },
});
if (when === "at") setTimeout(() => dieIf(true), Number(step));
const operations = { done: 0 };
if (when === "operation") {
  interceptOperations(async () => {
    operations.done += 1;
    dieIf(operations.done === Number(step));
  });
}

try {
  const run = {
    ...plain,
    engine: killable(plain.engine),
    build: steps.build,
    log: (line: string) => console.log(line),
  };
  await (action === "rollback" ? rollback(run) : publish(run));
  if (when === "operation") console.log(`operations: ${operations.done}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
