/** Where events go that a consumer of the topic cannot process. */
export function deadLetterTopic(topic: string): string {
  return `${topic}_dlt`;
}
