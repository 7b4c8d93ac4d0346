import picomatch from "picomatch";
import type { Waiver } from "../../environments/waivers.ts";
import type { Finding } from "../preview/document.ts";

interface Circumstances {
  readonly environment: string;
  /** The day, as `2026-11-21`. */
  readonly today: string;
  /** Stacks that were looked at: of the others, nobody knows whether a waiver is needed. */
  readonly stacks: readonly string[];
}

/** The findings of an environment with what waivers say of them, and one more for each waiver that has expired or that nothing needs. */
export function waived(findings: readonly Finding[], waivers: readonly Waiver[], around: Circumstances): Finding[] {
  const own = waivers.filter(({ environment }) => environment === around.environment);
  const inForce = own.filter(({ expires }) => expires >= around.today);
  const covered = findings.map((finding) => {
    const waiver = inForce.find((candidate) => coversFinding(candidate, finding));
    if (waiver === undefined) return finding;
    const { reason, owner, expires } = waiver;
    return { ...finding, waived: { reason, owner, expires } };
  });
  const expired = own.filter(({ expires }) => expires < around.today);
  const unused = inForce.filter(
    (waiver) => !findings.some((finding) => coversFinding(waiver, finding)) && lookedAt(waiver, around),
  );
  return [
    ...covered,
    ...expired.map((waiver) => broken(waiver, around, "waiver-expired", `It expired on ${waiver.expires}`)),
    ...unused.map((waiver) => broken(waiver, around, "waiver-unused", "Nothing needs it")),
  ];
}

function coversFinding({ id, address }: Waiver, finding: Finding): boolean {
  return id === finding.id && glob(address)(`${finding.stack}/${finding.address}`);
}

/** Instances are written in brackets, which a glob would take for a set of characters; one that begins with `!` would cover all else. */
function glob(address: string): (text: string) => boolean {
  const covers = picomatch(address, { nobracket: true, nonegate: true });
  return (text) => text === address || covers(text);
}

function lookedAt({ address }: Waiver, { stacks }: Circumstances): boolean {
  const [stack = ""] = address.split("/");
  return stacks.includes(stack);
}

function broken({ id, address, owner }: Waiver, { environment }: Circumstances, kind: string, what: string): Finding {
  return {
    id: kind,
    risk: "R0",
    severity: "block",
    stack: environment,
    address,
    what: `The waiver of ${id}: ${what.charAt(0).toLowerCase()}${what.slice(1)}.`,
    why: "A waiver that nobody looks after hides the next mistake.",
    remedy: `Remove it from environments/waivers.ts, or have ${owner} renew it.`,
  };
}

/** Whether a preview with these findings may pass. */
export function passes(findings: readonly Finding[]): boolean {
  return findings.every(({ severity, waived }) => severity !== "block" || waived !== undefined);
}
