/** The last part of names that a link makes for a topic. Topics have no hyphens, so no two get the same. */
export function linkPart(link: string, topic: string): string {
  return `${link}-${topic.replaceAll("_", "-")}`;
}
