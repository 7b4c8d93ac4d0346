/** Shapes of well-known credentials: a name, a description or a digest has none of them. */
const credentials: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  // AWS access key ids (IAM user guide, unique identifiers).
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  // GitHub, Slack and GitLab tokens.
  /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|glpat-[\w-]{20,})/,
  // The private part of an age key (https://age-encryption.org/v1).
  /\bAGE-SECRET-KEY-/,
  // JSON Web Tokens (RFC 7519).
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/,
  // A password inside a URL (RFC 3986, userinfo), or after its name.
  /:\/\/[^\s/:@]+:[^\s/@]+@/,
  /\b(password|passwd|pwd|secret|token)\s*[=:]\s*\S{6,}/i,
];

/** Whether a text, or any text inside a value, has the shape of a credential. */
export function looksSecret(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return credentials.some((shape) => shape.test(value));
  if (typeof value !== "object" || value === null || depth > 12) return false;
  return Object.values(value).some((inner) => looksSecret(inner, depth + 1));
}
