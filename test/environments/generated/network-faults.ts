import { across, type Fault, list, number, path } from "./fault.ts";
import { blame, read, write } from "./files.ts";

export const networkFaults: readonly Fault[] = [
  across("a zone named twice", "zones", (files) => {
    const zones = list(files, "network.zones");
    zones[1] = zones[0] ?? "";
    write(files, path("network.zones"), zones);
    return () => [
      `${blame(files, path("network.zones"))}: network.zones.1 is "${zones[1]}"; it must stand in the list once. Name another zone.`,
    ];
  }),
  across("a zone of another region", "zones region", (files) => {
    const zones = list(files, "network.zones");
    const region = String(read(files, path("aws.region")));
    zones[0] = "ap-south-1a";
    write(files, path("network.zones"), zones);
    return () => [
      `${blame(files, path("network.zones"), path("aws.region"))}: network.zones.0 is "ap-south-1a"; it must be a zone of the region ${region}. Name one like ${region}a, or change aws.region.`,
    ];
  }),
  across("a zone that the region lacks", "zones region", (files) => {
    const region = String(read(files, path("aws.region")));
    const letters = { "us-west-2": "abcd", "us-east-1": "abcdef", "eu-central-1": "abc" }[region] ?? "";
    const zones = list(files, "network.zones");
    zones[1] = `${region}z`;
    write(files, path("network.zones"), zones);
    const known = [...letters].map((letter) => region + letter).join(", ");
    return () => [
      `${blame(files, path("network.zones"), path("aws.region"))}: network.zones.1 is "${region}z"; the region ${region} has the zones ${known}. Name one of them.`,
    ];
  }),
  across("a single zone", "zones", (files) => {
    write(files, path("network.zones"), list(files, "network.zones").slice(0, 1));
    const shown = `[ '${list(files, "network.zones")[0]}' ]`;
    return () => [
      `${blame(files, path("network.zones"))}: network.zones is ${shown}; it must name 2 or 3 availability zones (Amazon MSK runs brokers in 2 or 3). Add one.`,
    ];
  }),
  across("a VPC in a reserved range", "cidr", (files) => {
    write(files, path("network.cidr"), "10.200.0.0/18");
    const places = [path("network.cidr"), path("network.reservedCidrs")];
    return () => [
      `${blame(files, ...places)}: network.cidr is "10.200.0.0/18"; it must not overlap 10.200.0.0/16, a range reserved for another network. Choose a free range.`,
    ];
  }),
  across("services in the VPC's range", "cidr service-cidr", (files) => {
    write(files, path("network.cidr"), "172.20.0.0/16");
    const places = [path("workers.serviceCidr"), path("network.cidr")];
    return () => [
      `${blame(files, ...places)}: workers.serviceCidr is "172.20.0.0/16"; it must not overlap the VPC's range 172.20.0.0/16. Choose a range outside it, like "10.100.0.0/16".`,
    ];
  }),
  across("services in a reserved range", "cidr service-cidr", (files) => {
    write(files, path("workers.serviceCidr"), "10.200.0.0/20");
    const places = [path("workers.serviceCidr"), path("network.reservedCidrs")];
    return () => [
      `${blame(files, ...places)}: workers.serviceCidr is "10.200.0.0/20"; it must not overlap 10.200.0.0/16, a range reserved for another network. Choose a range outside it, like "172.20.0.0/16".`,
    ];
  }),
  across("more nodes than addresses", "cidr zones nodes", (files) => {
    write(files, path("workers.nodeGroup.instanceTypes"), ["m7i.24xlarge"]);
    write(files, path("workers.nodeGroup.maxNodes"), 450);
    const range = String(read(files, path("network.cidr")));
    const free = list(files, "network.zones").length * (2 ** (32 - Number(range.split("/")[1])) / 8 - 5);
    const places = ["workers.nodeGroup.maxNodes", "network.cidr", "workers.nodeGroup.instanceTypes"].map(path);
    return () => [
      `${blame(files, ...places)}: workers.nodeGroup.maxNodes is 450; its nodes take up to 750 addresses each, and the private subnets of ${range} have ${free}. Use ${Math.floor(free / 750)} or fewer, smaller nodes, or a larger range.`,
    ];
  }),
  across("fewer nodes at most than at least", "nodes", (files) => {
    write(files, path("workers.nodeGroup.minNodes"), 5);
    write(files, path("workers.nodeGroup.maxNodes"), 4);
    const places = ["workers.nodeGroup.maxNodes", "workers.nodeGroup.minNodes"].map(path);
    return () => [
      `${blame(files, ...places)}: workers.nodeGroup.maxNodes is 4; it must be at least 5 (one node, and no fewer than minNodes). Use 5 or more.`,
    ];
  }),
  across("two architectures in a node group", "nodes", (files) => {
    write(files, path("workers.nodeGroup.instanceTypes"), ["m7i.large", "m7g.large"]);
    const at = "workers.nodeGroup.instanceTypes";
    return () => [
      `${blame(files, path(at))}: ${at}.1 is "m7g.large"; it must have the processor architecture of m7i.large (a node group has one machine image). Name an x86 type, like "m7i.large".`,
    ];
  }),
  across("an archive too early", "lake", (files) => {
    const infrequent = number(files, "lake.zones.bronze.infrequentAfterDays");
    write(files, path("lake.zones.bronze.archiveAfterDays"), infrequent + 29);
    const places = ["lake.zones.bronze.archiveAfterDays", "lake.zones.bronze.infrequentAfterDays"].map(path);
    return () => [
      `${blame(files, ...places)}: lake.zones.bronze.archiveAfterDays is ${infrequent + 29}; it must come at least 30 days after infrequentAfterDays (${infrequent}), for S3 bills that long in Standard-IA. Use ${infrequent + 30} or more.`,
    ];
  }),
];
