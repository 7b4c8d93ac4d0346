/** What surrounds a run of a job: where the program lies, what it was asked, and how it is stopped and heard. */
export interface JobSurroundings {
  /** Root of the repository, or of the image. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** The same for every attempt of one run. */
  readonly runId: string;
  /** What stands after the kind on the command line: an action and its options; `requestOf` reads it. */
  readonly arguments: readonly string[];
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** What a run that ended well has to say. It is printed, and kept in the run's record. */
export interface JobReport {
  /** Lines for people. */
  readonly summary: readonly string[];
  /** What was counted, by name: rows loaded, versions retired. */
  readonly counts: Readonly<Record<string, number>>;
  /** For programs, as JSON: what `--json` prints. */
  readonly details?: unknown;
}
