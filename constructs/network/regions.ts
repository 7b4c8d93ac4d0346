/**
 * The letters of a region's availability zones, for regions where they are public. Which zone a letter means differs by
 * account, and an account may lack one. Source: AWS documentation, "AWS Availability Zones".
 */
const letters: ReadonlyMap<string, string> = new Map([
  ["us-east-1", "abcdef"],
  ["us-east-2", "abc"],
  ["us-west-1", "abc"],
  ["us-west-2", "abcd"],
  ["ca-central-1", "abd"],
  ["eu-central-1", "abc"],
  ["eu-north-1", "abc"],
  ["eu-west-1", "abc"],
  ["eu-west-2", "abc"],
  ["eu-west-3", "abc"],
  ["ap-northeast-1", "abcd"],
  ["ap-northeast-2", "abcd"],
  ["ap-south-1", "abc"],
  ["ap-southeast-1", "abc"],
  ["ap-southeast-2", "abc"],
  ["sa-east-1", "abc"],
]);

/** Undefined for a region that the table does not know: then any letter may be right. */
export function zoneLetters(region: string): string | undefined {
  return letters.get(region);
}
