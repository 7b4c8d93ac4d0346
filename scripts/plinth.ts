import { Command, CommanderError } from "commander";
import { mistake } from "../tools/cdktf/mistake.ts";
import { accessCommand } from "./access.ts";
import { applyCommand } from "./apply.ts";
import { artifactsCommand } from "./artifacts.ts";
import { bootstrapCommand } from "./bootstrap.ts";
import { checkCommand } from "./check.ts";
import { driftCommand } from "./drift.ts";
import { importCommand } from "./import.ts";
import { Interruption } from "./interruption.ts";
import { jobCommand } from "./job.ts";
import { keysCommand } from "./keys.ts";
import { leaseCommand } from "./lease.ts";
import { lockCommand } from "./lock.ts";
import { previewCommand } from "./preview.ts";
import { rehearseCommand } from "./rehearse.ts";
import { rollbackDataCommand } from "./rollback-data.ts";
import { statusCommand } from "./status.ts";

/** The `plinth` command: one verb a file. Answers with the exit code; a user's mistake is a line, not a stack trace. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command("plinth")
    .description("Checks, rehearses and runs a declared data platform")
    .exitOverride()
    .showHelpAfterError("Run with --help to see what there is.");
  let code = 0;
  const done = (value: number) => {
    code = value;
  };
  for (const command of [
    accessCommand,
    artifactsCommand,
    checkCommand,
    bootstrapCommand,
    rehearseCommand,
    previewCommand,
    applyCommand,
    driftCommand,
    importCommand,
    jobCommand,
    statusCommand,
    leaseCommand,
    rollbackDataCommand,
    keysCommand,
    lockCommand,
  ])
    program.addCommand(settled(command(done), program));
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof Interruption) return error.code;
    console.error(mistake(error).join("\n"));
    return 1;
  }
}

/** Verbs of a verb refuse and explain as the verb does. */
function settled(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const verb of command.commands) settled(verb, command);
  return command;
}
