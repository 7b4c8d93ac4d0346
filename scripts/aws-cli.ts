import { execFile } from "node:child_process";

export interface AwsAnswer {
  readonly answer?: Readonly<Record<string, unknown>>;
  /** Why there is no answer, in one line. */
  readonly problem?: string;
}

/** Asks AWS through its own CLI, which knows every way to sign in. Bounded to 20 seconds; never throws. */
export function awsCli(args: readonly string[], env: NodeJS.ProcessEnv): Promise<AwsAnswer> {
  const all = [...args, "--output", "json", "--no-cli-pager"];
  return new Promise((resolve) => {
    execFile("aws", all, { env, timeout: 20_000 }, (error, stdout, stderr) => {
      if (error)
        resolve({
          problem:
            error.code === "ENOENT" ? "there is no aws on PATH" : oneLine(stderr) || "aws gave no answer in 20 seconds",
        });
      else resolve(parsed(stdout));
    });
  });
}

function parsed(text: string): AwsAnswer {
  try {
    return { answer: JSON.parse(text) };
  } catch {
    return { problem: "aws answered something that is not JSON" };
  }
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ").slice(0, 300);
}
