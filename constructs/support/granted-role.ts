/** An IAM role that is given access: what the environment calls it, and its physical name or a reference to that. */
export interface GrantedRole {
  readonly id: string;
  readonly name: string;
}
