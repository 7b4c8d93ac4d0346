import { across, type Fault, keysOf, path } from "./fault.ts";
import { blame, type Files, type Place, write, written } from "./files.ts";

/** A fault that is blamed on every file in which one of the places stands; for a place that nobody wrote, on the file of the entry that lacks it. */
function breaks(
  name: string,
  touches: string,
  changes: Readonly<Record<string, unknown>>,
  lines: readonly (readonly [place: string, also: readonly string[], text: string | ((files: Files) => string)])[],
): Fault {
  return across(name, touches, (files) => {
    for (const [place, value] of Object.entries(changes)) write(files, path(place), value);
    return () =>
      lines.map(([place, also, text]) => {
        const told = typeof text === "string" ? text : text(files);
        const isWritten = (at: Place) => written(files.base, at) || written(files.patch, at);
        const places = [place, ...also].map(path).map((at) => (isWritten(at) ? at : at.slice(0, -1)));
        return `${blame(files, ...places)}: ${place}${told}`;
      });
  });
}

const otherKey = { "secrets.other-key": { owner: "data-team", description: "Opens another door" } };

const classes = { PII: { description: "Of persons" } };
const rows = { BY_DAY: { description: "Rows of a day", column: "DAY", type: "DATE", everything: ["READER"] } };

function user(role: string, secret: string) {
  return { description: "One more", role, secret };
}

const roles = (files: Files) => keysOf(files, "warehouse.roles").join(", ");

/** Roles, the users that work under them, what they stream into, and what lies in tables. */
export const roleFaults: readonly Fault[] = [
  breaks("a role that nobody holds", "reader", { "warehouse.roles.READER.heldBy": [] }, [
    [
      "warehouse.roles.READER.heldBy",
      [],
      " is []; a chain of holders must reach SYSADMIN, which administers what the role owns. Add SYSADMIN, or a role that it holds.",
    ],
  ]),
  breaks("a role held by nobody known", "reader", { "warehouse.roles.READER.heldBy": ["NOBODY", "SYSADMIN"] }, [
    [
      "warehouse.roles.READER.heldBy.0",
      [],
      (files) =>
        ` is "NOBODY"; it must be SYSADMIN or a role of this environment (${roles(files)}). Name one of them or declare the role.`,
    ],
  ]),
  breaks(
    "roles in a circle",
    "reader builder",
    { "warehouse.roles.READER.heldBy": ["BUILDER"], "warehouse.roles.BUILDER.heldBy": ["READER"] },
    [
      [
        "warehouse.roles.READER.heldBy",
        [],
        " is [ 'BUILDER' ]; the role must not hold itself, and through BUILDER it does. Remove BUILDER.",
      ],
      [
        "warehouse.roles.BUILDER.heldBy",
        [],
        " is [ 'READER' ]; the role must not hold itself, and through READER it does. Remove READER.",
      ],
    ],
  ),
  breaks("a schema that is not there", "reader served", { "warehouse.roles.READER.reads": ["SERVED.NOWHERE"] }, [
    [
      "warehouse.roles.READER.reads.0",
      [],
      ' is "SERVED.NOWHERE"; it must be a schema of SERVED (MARTS). Name one of them or declare the schema.',
    ],
  ]),
  breaks("a stream into a swapped database", "reader served", { "warehouse.roles.READER.streams": ["SERVED.MARTS"] }, [
    [
      "warehouse.roles.READER.streams.0",
      ["warehouse.databases.SERVED.publishedBySwap"],
      ' is "SERVED.MARTS"; it must not be a schema of a database that is published by swap (its one writer owns the whole). Write into a database that is never swapped.',
    ],
  ]),
  breaks("a user without a role", "users", { "warehouse.users.MORE": user("NOBODY", "other-key"), ...otherKey }, [
    [
      "warehouse.users.MORE.role",
      [],
      (files) =>
        ` is "NOBODY"; it must be a role of this environment (${roles(files)}). Name one of them or declare the role.`,
    ],
  ]),
  breaks("a user that reads as a role that is not there", "users", { "warehouse.users.LOAD_JOB.readsAs": ["NOBODY"] }, [
    [
      "warehouse.users.LOAD_JOB.readsAs.0",
      [],
      (files) =>
        ` is "NOBODY"; it must be a role of this environment (${roles(files)}). Name one of them or declare the role.`,
    ],
  ]),
  breaks("a user that reads as itself", "users", { "warehouse.users.LOAD_JOB.readsAs": ["LOADER"] }, [
    [
      "warehouse.users.LOAD_JOB.readsAs.0",
      ["warehouse.roles.LOADER"],
      ' is "LOADER"; it must be another role, one that uses a virtual warehouse. Name a role of consumers.',
    ],
  ]),
  breaks(
    "a publisher that reads as nobody",
    "users builder served reader references secrets definition",
    { "warehouse.users.BUILD_JOB.readsAs": [] },
    [
      [
        "warehouse.users.BUILD_JOB.readsAs",
        ["jobs.definitions.publish.database"],
        " is []; it must name a role that reads SERVED, for the job asks as one what a version shows before it stays. Name a role of consumers, best one that sees masks.",
      ],
    ],
  ),
  breaks(
    "two users of a role",
    "users builder",
    { "warehouse.users.MORE": user("BUILDER", "other-key"), ...otherKey },
    [
      [
        "warehouse.users.MORE.role",
        ["warehouse.users.BUILD_JOB.role"],
        ' is "BUILDER"; it must not be the role of another user, and it is that of BUILD_JOB. Declare a role of its own.',
      ],
    ],
  ),
  breaks("policies in a swapped database", "governance served", { "warehouse.governance.policies": "SERVED.MARTS" }, [
    [
      "warehouse.governance.policies",
      ["warehouse.databases"],
      ' is "SERVED.MARTS"; it must be a schema of a database of this environment that is never swapped. Correct the name, or declare the schema MARTS in warehouse.databases.SERVED.',
    ],
  ]),
  breaks("a publisher that sees masks", "governance builder edition", { "warehouse.governance.classes": classes }, [
    [
      "warehouse.roles.BUILDER.unmasks",
      ["warehouse.governance.classes"],
      " is [] by default; a role that publishes must see every class unmasked, or it writes masks into the tables, and PII is missing. Add PII.",
    ],
  ]),
  breaks("a publisher that misses rows", "governance builder edition", { "warehouse.governance.rows": rows }, [
    [
      "warehouse.governance.rows.BY_DAY.everything",
      ["warehouse.roles.BUILDER.writes"],
      " is [ 'READER' ]; a role that publishes must see every row, or it loses those it does not see, and BUILDER is missing. Add BUILDER.",
    ],
  ]),
  breaks(
    "a table in no schema",
    "served",
    { "warehouse.databases.SERVED.tables": { "LOST.T": { description: "Rows", columns: { A: "DATE" } } } },
    [
      [
        "warehouse.databases.SERVED.tables",
        ["warehouse.databases.SERVED.schemas"],
        '["LOST.T"] is named "LOST.T"; it must lie in a schema of SERVED (MARTS). Correct the name or declare the schema.',
      ],
    ],
  ),
];
