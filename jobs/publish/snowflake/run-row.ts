import { JobFailure } from "../../failure.ts";
import { type Publication, publication } from "../engine.ts";
import type { Client } from "./client.ts";
import { isAbsent, type Row } from "./session.ts";
import { type RunRow, readRun } from "./statements.ts";

/** Whose version a database holds, as it says itself; null for one that no run has marked. */
export async function readRunRow(client: Client, database: string): Promise<RunRow | null> {
  const [row] = await client.run(readRun(database)).catch((error: unknown): Row[] => {
    if (isAbsent(error)) return [];
    throw error;
  });
  if (row === undefined) return null;
  return {
    token: Number(row.TOKEN),
    runId: String(row.RUN_ID),
    state: row.STATE === "SEALED" ? "SEALED" : "BUILDING",
    clonedUnder: Number(row.CLONED_UNDER),
    clonedFrom: row.CLONED_FROM === null ? null : Number(row.CLONED_FROM),
    publication: row.PUBLICATION === null ? null : String(row.PUBLICATION),
  };
}

/** What a sealed database says of its publication. */
export function publicationOf(database: string, row: RunRow): Publication {
  const parsed = publication.safeParse(parseJson(row.publication));
  if (parsed.success && row.state === "SEALED") return parsed.data;
  throw new JobFailure(
    `${database}.PLINTH.RUN says that run ${row.runId} did not finish what is there, or was changed by hand. Put back ` +
      "the version before it with SWAP, or restore the row from the history in the control database.",
  );
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
