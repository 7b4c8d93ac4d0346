const providers = /^(aws|snowflake|kubernetes|helm)_/;

/** A resource type as words: `aws_msk_topic` is "msk topic". What is not written as types are is no word to show. */
export function noun(type: string, count = 1): string {
  const words = (/^[a-z][a-z0-9_]*$/.test(type) ? type : "resource")
    .replace(providers, "")
    .replace(/_v\d+$/, "")
    .replaceAll("_", " ");
  return count === 1 ? words : plural(words);
}

/** Names of types that are written in the plural. */
const plurals = /(controls|options)$/;

export function plural(words: string): string {
  if (plurals.test(words)) return words;
  if (/[^aeiou]y$/.test(words)) return `${words.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(words) ? `${words}es` : `${words}s`;
}

/** "1 finding", "2 findings". */
export function counted(count: number, words: string): string {
  return `${count} ${count === 1 ? words : plural(words)}`;
}
