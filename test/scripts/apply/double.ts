import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { dev } from "../../../environments/dev.ts";
import { type Layer, layers } from "../../../environments/layers.ts";
import { applyBundle, type Course } from "../../../scripts/apply/course.ts";
import type { StackResult } from "../../../scripts/apply/stack.ts";
import { makeBundle, type StackToBundle } from "../../../scripts/bundle/make.ts";
import { readBundle } from "../../../scripts/bundle/read.ts";
import type { StackPlace } from "../../../scripts/stack-places.ts";
import { newKey, reviewed } from "../bundle/reviewed.ts";
import { programs } from "../command.ts";

/**
 * A Terraform that does as the files of its folder say: `<stack>.state` is the state, `<stack>.again` the next plan,
 * `<stack>.apply` a script that stands for the apply. A plan file is the plan's JSON. Its calls are noted in `log`.
 */
const script = `
stack=$(basename "$PWD"); here="$(dirname "$0")/../double"
case "$1" in
  init) ;;
  state)
    [ "$2" = list ] && { cat "$here/$stack.list" 2>/dev/null; exit 0; }
    cat "$here/$stack.state" 2>/dev/null; exit 0 ;;
  plan)
    echo "$stack plan" >> "$here/log"
    cp "$here/$stack.again" bundle.tfplan
    echo '{"type":"change_summary","changes":{"operation":"plan","add":1,"change":0,"remove":0}}' ;;
  show) cat bundle.tfplan ;;
  apply)
    echo "$stack apply $(cksum < bundle.tfplan)" >> "$here/log"
    if [ -f "$here/$stack.apply" ]; then . "$here/$stack.apply"; fi
    echo '{"lineage":"made","serial":2}' > "$here/$stack.state"
    echo "$stack applied" >> "$here/log"
    echo '{"type":"change_summary","changes":{"operation":"apply","add":1,"change":0,"remove":0}}' ;;
esac
`;

/** The stacks of `dev` in folders of their own, with that Terraform. */
export class Double {
  readonly folder: string;
  readonly places: readonly StackPlace[];
  readonly said: string[] = [];
  private readonly bundleFile: string;
  private readonly home: string | undefined;

  constructor(home?: string) {
    this.home = home;
    const bin = programs({ terraform: script });
    this.folder = join(bin, "../double");
    mkdirSync(this.folder);
    const work = mkdtempSync(join(tmpdir(), "plinth-apply-"));
    this.bundleFile = join(work, "dev.bundle");
    const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) };
    this.places = layers.map((layer) => {
      const cwd = join(work, `dev-${layer}`);
      mkdirSync(cwd);
      writeFileSync(join(cwd, "cdk.tf.json"), "{}");
      return { layer, stack: `dev-${layer}`, cwd, env };
    });
  }

  /** Makes the bundle that is applied. */
  async bundle(...stacks: readonly StackToBundle[]): Promise<void> {
    const key = await newKey();
    process.env.PLINTH_BUNDLE_IDENTITY = key.identity;
    writeFileSync(this.bundleFile, await makeBundle(reviewed(key.recipient, stacks, { home: this.home })));
  }

  write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content);
  }

  async apply(changes: Partial<Course> = {}): Promise<StackResult[]> {
    const environment = reviewed("", []).environment;
    return await applyBundle({
      bundle: await readBundle(this.bundleFile, { environment, home: this.home }),
      environment: dev,
      places: this.places,
      home: this.home,
      signal: new AbortController().signal,
      report: (line) => void this.said.push(line),
      consent: async () => {},
      ...changes,
    });
  }

  /** The calls that change something or ask for a plan. */
  log(): string[] {
    const file = join(this.folder, "log");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  /** Stacks in the order in which their applies ended. */
  applied(): string[] {
    return this.log().flatMap((line) => (line.endsWith(" applied") ? [line.split(" ")[0] ?? ""] : []));
  }

  journal(): Record<string, string> {
    const { stacks }: { stacks: Record<string, { progress: string }> } = JSON.parse(this.journalText() ?? "");
    return Object.fromEntries(Object.entries(stacks).map(([stack, { progress }]) => [stack, progress]));
  }

  journalText(): string | undefined {
    return existsSync(`${this.bundleFile}.journal`) ? readFileSync(`${this.bundleFile}.journal`, "utf8") : undefined;
  }

  place(layer: Layer): StackPlace {
    const place = this.places.find((candidate) => candidate.layer === layer);
    if (place === undefined) throw new Error(`there is no layer ${layer}`);
    return place;
  }
}
