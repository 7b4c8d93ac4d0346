/** The ARN of a topic as a reference to it: who names it comes after it. */
export function topicArn(arns: Readonly<Record<string, string>>, topic: string): string {
  const found = arns[topic];
  if (found === undefined) throw new Error(`${topic} is no topic of this environment.`);
  return found;
}
