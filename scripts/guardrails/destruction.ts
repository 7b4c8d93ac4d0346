import { ends, type PlannedChange } from "../preview/plan/planned-change.ts";
import { endingOf } from "../preview/risk/holdings.ts";
import { type ChangePolicy, guarded, type Policy, told } from "./policy.ts";

/** "Deleted" and the like; a replacement that is only possible is worded as one that may be. */
function ending({ action, mayReplace, reason }: PlannedChange): string {
  if (mayReplace) return "may be replaced";
  const because = reason === "replace_because_tainted" ? ", because an earlier apply left it tainted" : "";
  return `${action === "delete" ? "is deleted" : "is replaced"}${because}`;
}

function when(kind: ReturnType<typeof endingOf>["kind"], say: (change: PlannedChange) => string): ChangePolicy["look"] {
  return (change) => (!change.data && ends(change) && endingOf(change.type).kind === kind ? [say(change)] : []);
}

export const destruction: readonly Policy[] = [
  {
    id: "stateful-destroyed",
    risk: "R5",
    severity: guarded,
    unlockable: true,
    why: "What it holds is gone with it, and no later apply brings it back",
    remedy:
      "Keep the resource as it is and change only what changes in place; a rename ships its `moved`; to give it up for good, copy its data first and ask for a waiver or PLINTH_UNLOCK",
    look: when("data", (change) => {
      const found = endingOf(change.type);
      return `It ${ending(change)} and loses ${found.kind === "data" ? found.loses : ""}`;
    }),
  },
  {
    id: "unlisted-destroyed",
    risk: "R5",
    severity: guarded,
    unlockable: true,
    why: "Nobody has said whether this type holds data, so it counts as one that does",
    remedy: "Look up what it holds, and list its type in scripts/preview/risk/ with the source",
    look: when("unlisted", (change) => `It ${ending(change)}, and nothing is known of its type`),
  },
  {
    id: "guard-destroyed",
    risk: "R5",
    severity: guarded,
    unlockable: true,
    why: "It protects what others hold",
    remedy: "Keep it, or put its successor in force first",
    look: when("guard", (change) => {
      const found = endingOf(change.type);
      return `It ${ending(change)}: ${found.kind === "guard" ? found.opens : ""}`;
    }),
  },
  {
    id: "stateless-destroyed",
    risk: "R4",
    severity: told,
    why: "It holds no data, but something that runs may need it",
    remedy: "Apply when nothing depends on it, or create its successor first",
    look: when("stateless", (change) => {
      const found = endingOf(change.type);
      return `It ${ending(change)}: ${found.kind === "stateless" ? found.stops : ""}`;
    }),
  },
  {
    id: "resource-forgotten",
    risk: "R2",
    severity: "warn",
    why: "It stays in the cloud and costs what it costs, and nothing here protects or changes it any more",
    remedy: "Import it where it belongs, or delete it by hand once it is empty",
    look: ({ action }) => (action === "forget" ? ["It leaves the state and stays in the cloud"] : []),
  },
  {
    id: "import-changes",
    risk: "R2",
    severity: "warn",
    why: "An import should show that the declaration is what stands",
    remedy: "Make the declaration agree with what stands first, and change it in a plan of its own",
    look: ({ imported, action }) => (imported && action !== "import" ? ["It is imported and changed at once"] : []),
  },
];
