import { chartSettings } from "../../preview/plan/chart-settings.ts";
import { at, first, isValues, numberOf, texts, type Values } from "../../preview/plan/values.ts";
import { type Charging, type Outcome, undeclared } from "../charge.ts";
import { exact, product, quotient } from "../fraction.ts";

/**
 * Nodes that Karpenter makes as runs need them, by the hours that are declared for each pool: what a pool may take at most is a
 * bound, no use. Pools are in the values of the chart that makes them, written as Karpenter's own resources.
 */
export const chargeJobNodes: Charging = ({ values, configured, address }, { usage }) => {
  const settings = [values.values, configured?.values].map(settingsOf).find((found) => found !== undefined);
  return at(settings, "nodePools")
    .filter(isValues)
    .flatMap((pool): Outcome[] => {
      const name = String(pool.name);
      const said = /^[a-z0-9-]{1,40}$/.test(name)
        ? `${address}: nodes of its pool ${name}`
        : `${address}: nodes of a pool`;
      if (capacitiesOf(pool).includes("spot")) return [{ unpriced: `${said}; spot prices change by the hour` }];
      const declared = Object.hasOwn(usage.jobNodes, name) ? usage.jobNodes[name] : undefined;
      if (declared === undefined) return [undeclared(said, "jobNodes.<pool>")];
      const running = quotient(exact(declared.hoursPerDay), exact(24));
      const path = `jobNodes.${name}`;
      const disk = diskGib(settings);
      return [
        {
          driver: "Job nodes",
          label: `× ${declared.instanceType} (${declared.hoursPerDay} h a day)`,
          item: `ec2.${declared.instanceType}`,
          quantity: running,
          declared: path,
        },
        disk === undefined
          ? { unpriced: `${said}: their disks` }
          : {
              driver: "Job nodes' disks",
              label: "GiB",
              item: "ebs.gp3",
              quantity: product(exact(disk), running),
              declared: path,
            },
      ];
    });
};

function settingsOf(values: unknown): Values | undefined {
  return chartSettings(values)
    .filter(isValues)
    .find(({ nodePools }) => nodePools !== undefined);
}

function capacitiesOf(pool: Values): string[] {
  const requirements = at(pool, "spec.template.spec.requirements").filter(isValues);
  return requirements.filter(({ key }) => key === "karpenter.sh/capacity-type").flatMap(({ values }) => texts(values));
}

/** Of one node, where all of it is gp3. */
function diskGib(settings: Values | undefined): number | undefined {
  const disks = at(settings, "nodeClass.spec.blockDeviceMappings.ebs").filter(isValues);
  const sizes = disks.map((disk) => numberOf(/^(\d+)Gi$/.exec(String(disk.volumeSize))?.[1]));
  const isPriced = sizes.length > 0 && disks.every((disk) => first(disk, "volumeType") === "gp3");
  return isPriced && sizes.every((size) => size !== undefined) ? sizes.reduce((sum, size) => sum + size, 0) : undefined;
}
