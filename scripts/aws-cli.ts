import { execFile } from "node:child_process";

export interface AwsAnswer {
  readonly answer?: Readonly<Record<string, unknown>>;
  /** Why there is no answer, in one line. */
  readonly problem?: string;
}

/** Asks AWS through its own CLI, which knows every way to sign in. Bounded in time; never throws. `input` is what it reads from standard input. */
export function awsCli(args: readonly string[], env: NodeJS.ProcessEnv, input = "", seconds = 20): Promise<AwsAnswer> {
  const all = [...args, "--output", "json", "--no-cli-pager"];
  return new Promise((resolve) => {
    const child = execFile("aws", all, { env, timeout: seconds * 1000 }, (error, stdout, stderr) => {
      if (error)
        resolve({
          problem:
            error.code === "ENOENT"
              ? "there is no aws on PATH"
              : oneLine(stderr) || `aws gave no answer in ${seconds} seconds`,
        });
      else resolve(parsed(stdout));
    });
    // A program that is not there, or ends without reading, has said so by its error.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
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
