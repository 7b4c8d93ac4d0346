import { linkedTopics } from "../../constructs/links/config.ts";
import { linkPart } from "../../constructs/links/link-part.ts";
import { topicName } from "../../constructs/support/fields.ts";
import { joined, type NameKind, nameProblem } from "../../constructs/support/names.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";

/** What flows must be there: links name topics of the environment. */
export function* linkedTopicsExist(env: Environment): Iterable<Breach> {
  const known = Object.keys(env.streaming.topics);
  yield* eachLink(env, function* (link, kind) {
    yield* each(link.topics ?? [], function* (topic, index) {
      if (known.includes(topic)) return;
      yield {
        path: ["links", kind, "topics", index],
        rule: `it must be a topic of streaming.topics (${known.join(", ") || "there is none"})`,
        remedy: known.length > 0 ? "Name one of them or declare the topic" : "Declare the topic",
      };
    });
  });
}

/** Connectors sign in as a service user of the environment. */
export function* connectorUser(env: Environment): Iterable<Breach> {
  const { connector } = env.links;
  const known = Object.keys(env.warehouse.users);
  if (connector === undefined || known.includes(connector.user)) return;
  yield {
    path: ["links", "connector", "user"],
    rule: `it must be a service user of warehouse.users (${known.join(", ") || "there is none"})`,
    remedy: known.length > 0 ? "Name one of them or declare the user" : "Declare the user",
  };
}

/** What a topic gives its name to, in each link: kinds of names, and the part that goes before the topic's. */
const named: Readonly<Record<string, { readonly part: string; readonly kinds: readonly NameKind[] }>> = {
  archive: { part: "archive", kinds: ["deliveryStream", "role"] },
  connector: { part: "load", kinds: ["connector", "role"] },
};

/** Names that links make are as long as their services take them, and no role or job has them. */
export function* linkNames(env: Environment): Iterable<Breach> {
  const owner = { platform: env.platform, name: env.name };
  const roles = { "identity.roles": env.identity.roles, "jobs.definitions": env.jobs.definitions };
  yield* eachLink(env, function* (link, kind) {
    const { part = kind, kinds = [] } = named[kind] ?? {};
    for (const [topic] of linkedTopics(link, env.streaming.topics)) {
      if (!topicName.safeParse(topic).success) continue;
      const name = linkPart(part, topic);
      const about = { path: ["streaming", "topics", topic], aboutName: true };
      const problem = kinds.map((made) => nameProblem(made, joined(made, owner, [name]))).find(Boolean);
      if (problem) yield { ...about, also: [["platform"], ["name"]], rule: problem, remedy: "Shorten it" };
      for (const [place, entries] of Object.entries(roles)) {
        if (!Object.hasOwn(entries, name)) continue;
        yield {
          path: [...place.split("."), name],
          also: [about.path],
          aboutName: true,
          rule: `it must not be the name of the IAM role that carries the topic ${topic}`,
          remedy: "Choose another name",
        };
      }
    }
  });
}

type Link = { readonly topics?: readonly string[] | undefined };

function eachLink(env: Environment, judge: (link: Link, kind: string) => Iterable<Breach>): Iterable<Breach> {
  const links: Record<string, () => Link | undefined> = {
    archive: () => env.links.archive,
    connector: () => env.links.connector,
  };
  return each(links, function* (link, kind) {
    const declared = link();
    if (declared) yield* judge(declared, kind);
  });
}
