/**
 * Attributes that hold a secret in plain text. What crosses from stack to stack lies readable in the producer's state, so
 * none of these may. Source: the providers' schemas, attributes marked sensitive; the names are the same in each of them.
 */
const names =
  /^(.*_)?(password|secret|secret_string|secret_binary|token|private_key|private_key_pem|access_key|key_pair|passphrase|credentials|auth_token|connection_string)$/;

/** References inside a rendered value, like `aws_iam_access_key.ci.secret`, that name such an attribute. */
export function secretReferences(rendered: string): string[] {
  const references = rendered.match(/\b[a-z0-9]+_[a-z0-9_]+\.[A-Za-z0-9_-]+(\.[a-z0-9_]+)+/g) ?? [];
  return references.filter((reference) =>
    reference
      .split(".")
      .slice(2)
      .some((attribute) => names.test(attribute)),
  );
}
