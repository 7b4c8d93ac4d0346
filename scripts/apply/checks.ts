import { type Bundle, validHours } from "../bundle/bundle.ts";
import { type RefusalName, Refused } from "../bundle/refused.ts";
import type { Surroundings } from "../bundle/surroundings.ts";
import { passes } from "../guardrails/waived.ts";

const again = "Make a new preview, and have that one reviewed";

interface Rule {
  readonly refusal: RefusalName;
  /** Whole: it is compared. */
  readonly of: (surroundings: Surroundings) => string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** Digests as they are read by people; whole where the shortened ones would look the same. */
function shown(text: string, other: string): string {
  const short = (whole: string) => whole.replaceAll(/\b([0-9a-f]{12})[0-9a-f]{28,}\b/g, "$1");
  return short(text) === short(other) ? text : short(text);
}

/** What must be as it was when the bundle was made. */
const rules: readonly Rule[] = [
  {
    refusal: "wrong-commit",
    of: ({ commit, uncommitted }) => `${commit}${uncommitted ? " with uncommitted changes" : ""}`,
    what: "the commit",
    why: "what is checked out must be what was planned",
    remedy: "Check that commit out, or make a new preview",
  },
  {
    refusal: "wrong-terraform",
    of: ({ terraform }) => terraform,
    what: "Terraform",
    why: "a plan file is read by the version that wrote it",
    remedy: "Put that version first on PATH, or make a new preview",
  },
  {
    refusal: "wrong-plinth",
    of: ({ plinth, engine }) => `plinth ${plinth} on engine ${engine}`,
    what: "the program",
    why: "another version may plan the same commit otherwise",
    remedy: "Install the packages of that commit (npm ci), or make a new preview",
  },
  {
    refusal: "wrong-lock",
    of: ({ providerLock }) => providerLock,
    what: "the providers' lock",
    why: "other providers may do something else with the same plan",
    remedy: "Put the same providers.lock.hcl in place, or make a new preview",
  },
];

/**
 * Everything that can be known without asking Terraform.
 * @throws Refused at the first that is not so
 */
export function checkBundle({ surroundings: then, ...content }: Bundle, now: Surroundings, at: Date): void {
  const age = (at.getTime() - Date.parse(content.createdAt)) / 3_600_000;
  // A few minutes into the future are two clocks that differ.
  if (age > validHours || age < -0.1) {
    throw new Refused("expired", [
      `the bundle was made at ${content.createdAt}; it must not be older than ${validHours} hours, nor of a time to come. ${again}.`,
    ]);
  }
  for (const { refusal, of, what, why, remedy } of rules) {
    const [was, is] = [of(then), of(now)];
    if (was === is) continue;
    throw new Refused(refusal, [`${what} is ${shown(is, was)}; it was ${shown(was, is)}, and ${why}. ${remedy}.`]);
  }
  const other = Object.keys({ ...then.configurations, ...now.configurations }).filter(
    (stack) => then.configurations[stack] !== now.configurations[stack],
  );
  if (other.length > 0) {
    throw new Refused("wrong-configuration", [
      `${other.join(", ")}: the synthesized configuration is not the one that was planned; the same commit must give the same. Compare variables and files that it reads, or make a new preview.`,
    ]);
  }
  checkConsent({ surroundings: then, ...content }, now, at);
}

function checkConsent({ surroundings: then, preview }: Bundle, now: Surroundings, at: Date): void {
  if (then.unlock !== now.unlock) {
    throw new Refused("unlock-changed", [
      `PLINTH_UNLOCK is ${now.unlock ?? "not set"}; reviewed was ${then.unlock ?? "none"}. Set it as it was, or make a new preview.`,
    ]);
  }
  const today = at.toISOString().slice(0, 10);
  const findings = preview.findings.map(({ waived, ...finding }) => ({
    ...finding,
    ...(waived !== undefined && waived.expires >= today && { waived }),
  }));
  if (passes(findings)) return;
  const blocking = findings.filter((finding) => !passes([finding]));
  throw new Refused(
    "blocked",
    blocking.map(({ stack, address, id, what, remedy }) => `${stack}: ${address}: ${id}: ${what} ${remedy}`),
  );
}
