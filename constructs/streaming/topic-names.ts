/** Table of RAW_DATA.KAFKA_STREAMS that the connector loads from a topic. */
export function tableOfTopic(name: string, topic: { readonly table?: string | undefined }): string {
  return `RAW_DATA.KAFKA_STREAMS.${topic.table ?? name.toUpperCase()}`;
}
