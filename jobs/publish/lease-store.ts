/** The lease as its store holds it. */
export interface LeaseRecord {
  /** Fencing token: one higher for every time it is taken, never used twice. */
  readonly token: number;
  /** Run id of the holder. */
  readonly owner: string;
  /** Where the holder runs, for people: host and process, or pod. */
  readonly holder: string;
  readonly acquiredAt: string;
  readonly expiresAt: string;
  readonly released: boolean;
  /** Seconds until it expires, by the clock of the store; negative when it has. */
  readonly secondsLeft: number;
}

/** Where the one lease of a published database is kept. Its clock decides what has expired. */
export interface LeaseStore {
  /**
   * Takes the lease under the next token when it is free: never taken, released, expired, this owner's own, or that of a
   * process known to have ended. Of several at once one gets it. Returns the lease as it stands then, whoever holds it:
   * `taken` says whether it is the caller.
   */
  take(owner: string, seconds: number): Promise<{ readonly taken: boolean; readonly lease: LeaseRecord }>;
  current(): Promise<LeaseRecord | null>;
  /** Expires it this many seconds from now. Null when the token no longer holds it: taken, released, broken, or expired. */
  renew(token: number, seconds: number): Promise<LeaseRecord | null>;
  /** Ends the lease of this token, whoever asks; false when it is no longer the token's. */
  release(token: number): Promise<boolean>;
}
