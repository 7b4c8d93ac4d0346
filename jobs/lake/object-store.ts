import type { Readable } from "node:stream";

/** One object of a bucket, as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** Differs for another content under the same key; says nothing else. On S3 the ETag. */
  readonly version: string;
  readonly modifiedAt: Date;
}

/** Thrown by a stream of {@link ObjectStore.open} when the object is no longer the one that was asked for. */
export class ObjectChanged extends Error {
  override name = "ObjectChanged";
  readonly key: string;

  constructor(key: string, message: string) {
    super(message);
    this.key = key;
  }
}

/**
 * The objects of one bucket, or of the local folder that stands for it. An object is replaced as a whole: a reader finds
 * the old content or the new. A key that does not exist is no error where it is said so.
 */
export interface ObjectStore {
  /** The place of a key for people: `s3://bucket/key`, or a path. */
  place(key: string): string;
  /** Objects whose keys start with the prefix, in the order of their keys; page by page, never all at once. */
  list(prefix: string): AsyncIterable<ListedObject>;
  /** The folders directly in a folder (`""` or ending in /), each ending in /, in order. */
  folders(folder: string): Promise<readonly string[]>;
  /**
   * The content as it comes. Given a version, the stream fails with {@link ObjectChanged} when the object is another, is
   * gone, or changes while it is read.
   */
  open(key: string, version?: string): Promise<Readable>;
  /** A small object as text; undefined where there is none. */
  text(key: string): Promise<string | undefined>;
  /** Writes an object, replacing whatever was there. A stream is not held in memory; one that fails leaves the old content. */
  put(key: string, content: string | Readable): Promise<void>;
  /**
   * Writes an object only where its text is still `expected` (undefined: where there is none). False when it is another:
   * of two that try at once, one gets true.
   */
  replace(key: string, expected: string | undefined, content: string): Promise<boolean>;
  /** Copies within the bucket, without the content passing through here. */
  copy(from: string, to: string): Promise<void>;
  /** Removes an object; one that is not there is removed already. */
  remove(key: string): Promise<void>;
}
