/**
 * The only actions that a policy may allow on every resource, each with the reason why AWS offers nothing narrower.
 * Source: AWS service authorization reference, the resource types of each action.
 */
export const unscopedActions: Readonly<Record<string, string>> = {
  "ecr:GetAuthorizationToken":
    "the token is the registry's, not a repository's; what it opens is scoped by the pull actions",
};
