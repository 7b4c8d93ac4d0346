import type { Change, Finding, PreviewDocument, Risk } from "../../scripts/preview/document.ts";
import { attribute, change, created, environment, finding, preview, stack, stacksOf } from "./documents.ts";
import { places } from "./platform.ts";

const risks: readonly Risk[] = ["R1", "R2", "R2", "R3", "R4", "R5"];

/** As many changed resources as asked for, hardly two of them alike, and a finding for every tenth. */
export function large(count: number): PreviewDocument {
  const changes = places(count).map((place, index) => ({
    ...various({ ...created(place) }, index),
    layer: place.layer,
  }));
  const findings = changes.flatMap((one, index): Finding[] => (index % 10 === 0 ? [findingOf(one, index)] : []));
  return preview(environment("prod", { stacks: stacksOf("prod", changes), findings }));
}

function various(base: Change, index: number): Change {
  const risk = risks[index % risks.length] ?? "R2";
  if (risk === "R1") return base;
  const attributes = [
    attribute("configuration[0].retention_ms", { before: String(index * 1000), after: String(index * 1000 + 1) }),
    attribute("policy", { hidden: "unlisted" }),
    attribute("tags.owner", { before: "data", after: `team-${index}`, replaces: risk === "R5" }),
    attribute("private_key", { hidden: "sensitive" }),
  ];
  const ended = index % 2 === 0 ? "delete" : "replace";
  return {
    ...base,
    risk,
    action: risk === "R5" ? ended : "update",
    mayReplace: risk === "R4" && index % 4 === 0,
    attributes,
  };
}

function findingOf({ address, risk }: Change, index: number): Finding {
  const severity = (["block", "warn", "note"] as const)[index % 3] ?? "note";
  const waived = { reason: "The consumer is gone since May.", owner: "@data-platform", expires: "2027-01-31" };
  return finding({
    id: `rule-${index % 7}`,
    risk,
    severity,
    address,
    what: `Resource ${index} is touched.`,
    ...(index % 50 === 0 && { waived }),
  });
}

/** What a pull request of a working day may look like: all that a reviewer can meet, once. */
export function workingDay(): PreviewDocument {
  const topics = ["user_events", "transaction_events", "system_metrics"].map((name) =>
    change({
      address: `aws_msk_topic.topics_${name}_topic_0A1B2C3D`,
      construct: `topics/${name}`,
      attributes: [attribute("configs.retention.ms", { before: "604800000", after: "259200000" })],
    }),
  );
  const bucket = change({
    address: "aws_s3_bucket.lake_quarantine_bucket_5E6F7A8B",
    construct: "lake/quarantine",
    action: "replace",
    risk: "R5",
    attributes: [
      attribute("bucket", { before: "acme-prod-quarantine", after: "acme-prod-rejected", replaces: true }),
      attribute("arn", { unknown: true }),
    ],
  });
  const gone = change({
    address: "snowflake_table.RAW_OLD_11223344",
    construct: "warehouse/databases/RAW_DATA",
    action: "delete",
    risk: "R5",
  });
  const grant = change({
    address: "aws_iam_role_policy.roles_event-collector_policy_99AABBCC",
    construct: "roles/event-collector",
    risk: "R3",
    attributes: [attribute("policy", { hidden: "unlisted" }), attribute("password", { hidden: "sensitive" })],
  });
  const moved = change({
    address: "aws_kms_key.keys_lake_key_12345678",
    previousAddress: "aws_kms_key.lake_key_87654321",
    construct: "keys/lake",
    action: "move",
    risk: "R0",
  });
  const imported = change({
    address: "aws_iam_role.roles_partner_DEADBEEF",
    construct: "roles/partner-drop",
    action: "import",
    risk: "R1",
  });
  const forgotten = change({
    address: "aws_sns_topic.alerts_info_01020304",
    construct: "alerts/info",
    action: "forget",
    risk: "R2",
  });
  const nodes = change({
    address: "aws_eks_node_group.cluster_nodes_0F0F0F0F",
    construct: "cluster/nodes",
    risk: "R4",
    mayReplace: true,
    attributes: [attribute("instance_types[0]", { before: "m6i.large", after: "m6i.xlarge", replaces: true })],
  });
  const prod = environment("prod", {
    stacks: [
      stack("prod-foundation", {
        changes: [grant, moved, imported, forgotten],
        outputs: [{ name: "network", change: "removed" }],
      }),
      stack("prod-data", { changes: [...topics, bucket, gone] }),
      stack("prod-workers", { changes: [nodes], configurationChanged: false }),
      stack("prod-jobs", {
        status: "provisional",
        provisional: ["network", "clusterEndpoint"],
        configurationChanged: true,
      }),
    ],
    findings: [
      finding({ address: gone.address, what: "The table OLD is destroyed with its 12 columns." }),
      finding({
        address: bucket.address,
        what: "The bucket acme-prod-quarantine is replaced.",
        why: "A replaced bucket begins empty.",
        remedy: "Make a second bucket, copy, then remove the first.",
      }),
      finding({
        id: "retention-shortened",
        risk: "R4",
        severity: "warn",
        address: topics[0]?.address ?? "",
        what: "Records are kept 3 days instead of 7.",
        why: "A consumer that stands still over a long weekend loses records.",
        remedy: "Keep at least 7 days.",
      }),
      finding({
        id: "output-removed",
        risk: "R4",
        severity: "block",
        stack: "prod-foundation",
        address: "network",
        what: "The output network goes, and prod-jobs reads it.",
        why: "The next plan of prod-jobs fails.",
        remedy: "Remove it after its reader.",
        waived: { reason: "prod-jobs goes in the same release.", owner: "@data-platform", expires: "2027-01-31" },
      }),
      finding({
        id: "cost-step",
        risk: "R2",
        severity: "note",
        stack: "prod-workers",
        address: nodes.address,
        what: "70 USD more a month.",
        why: "Larger nodes.",
        remedy: "Nothing.",
      }),
    ],
    cost: {
      currency: "USD",
      before: 1240,
      after: 1310.4,
      drivers: [
        { what: "3 × kafka.m5.large", before: 460, after: 460 },
        { what: "2 × m6i.xlarge", before: 140, after: 210.4 },
      ],
      unpriced: ["aws_s3_bucket"],
      notes: ["Prices that nobody has verified: nat.gateway."],
      pricesOf: "2026-11-01",
    },
  });
  const staging = environment("staging", { stacks: [stack("staging-data", { changes: topics })] });
  return preview(environment("dev"), staging, prod);
}

/** A stack whose plan failed, one planned on a rehearsal, and an environment of which nothing could be planned. */
export function failing(): PreviewDocument {
  const problem = 'aws_msk_topic.a: 3 replicas\non "2" brokers\nis <b>not</b> possible';
  const stacks = [
    stack("dev-foundation"),
    stack("dev-data", { status: "failed", problems: [problem], configurationChanged: true }),
    stack("dev-workers", { status: "rehearsed", changes: places(500).slice(40, 43).map(created) }),
  ];
  const unlocked = environment("staging", { unlocked: "staging:aws_s3_bucket.*:2026-12-01" });
  const unsound = environment("dr", {
    stacks: [],
    problems: [
      "environments/dr.ts: streaming.topics.user_events.partitions is 0; it must be a whole number of at least 1",
    ],
  });
  return preview(environment("dev", { stacks }), unlocked, unsound);
}

/** Text that would break out of a table, a code span, HTML or a script, or call someone, if it were not escaped. */
export const hostileTexts = [
  "`x` ``y`` ```\n</details><script>alert(1)</script>",
  "| a | b |\n|---|\n| @octocat see #1 GH-2 octo/cat#3 https://example.com a@b.example",
  "</script><img src=x onerror=alert(1)>\u202Egnp.exe\u2066\u0000\u2028",
  "<!-- plinth:preview --> --> &lt;b&gt; [a](javascript:alert(1)) ![i](//e.example/p.png)",
  "$x$ \\` **b** _i_ ~~s~~ :tada: # h\n- [ ] task\n> [!NOTE]\ndeadbeefcafe 0f1e2d3c4b5a6978",
];

/** Every text of a document that comes from a plan is one of these. */
export function hostile(): PreviewDocument {
  const environments = hostileTexts.map((text) => {
    const attributes = [attribute(text, { before: text, after: `${text}!` })];
    const changes = (["update", "delete", "replace", "create", "import", "forget"] as const).map((action) =>
      change({
        address: `${text}.${action}`,
        construct: `${text}/${action}`,
        type: text,
        action,
        risk: "R5",
        attributes,
        previousAddress: text,
      }),
    );
    const waived = { reason: text, owner: text, expires: "2027-01-31" };
    const findings = (["block", "warn", "note"] as const).flatMap((severity) => {
      const one = finding({ severity, stack: text, address: text, what: text, why: text, remedy: text });
      return [one, { ...one, waived }];
    });
    const stacks = [
      stack(text, {
        changes,
        outputs: [{ name: text, change: "removed" }],
        status: "provisional",
        provisional: [text],
      }),
      stack(`${text}-failed`, { status: "failed", problems: [text] }),
    ];
    const drivers = [{ what: text, before: 1, after: 2 }];
    const cost = {
      currency: "USD" as const,
      before: 1,
      after: 2,
      drivers,
      unpriced: [text],
      notes: [text],
      pricesOf: "2026-11-01",
    };
    return environment(text, { protection: text, problems: [text], stacks, findings, cost, unlocked: text });
  });
  return { ...preview(...environments), base: { ref: hostileTexts[0] ?? "", commit: hostileTexts[1] ?? "" } };
}
