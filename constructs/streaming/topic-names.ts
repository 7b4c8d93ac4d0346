/** Where connectors load topics. */
export const streamDatabase = "RAW_DATA";
export const streamSchema = "KAFKA_STREAMS";

interface Loaded {
  readonly table?: string | undefined;
}

/** Name of the table that the connector loads from a topic. */
export function tableNameOfTopic(name: string, topic: Loaded): string {
  return topic.table ?? name.toUpperCase();
}

/** The same with its database and schema. */
export function tableOfTopic(name: string, topic: Loaded): string {
  return `${streamDatabase}.${streamSchema}.${tableNameOfTopic(name, topic)}`;
}
