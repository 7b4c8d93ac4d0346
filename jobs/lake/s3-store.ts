import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  InvalidObjectState,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { JobFailure } from "../failure.ts";
import { type ListedObject, ObjectChanged, type ObjectStore } from "./object-store.ts";

/** Without them a connection that hangs hangs the job until its deadline. */
const timeouts = { connectionTimeout: 10_000, socketTimeout: 120_000 };

/** A bucket of S3, by the pod's identity. Encryption is the bucket's default: its own key. */
export class S3Store implements ObjectStore {
  readonly #bucket: string;
  readonly #client: S3Client;

  constructor(bucket: string, config: S3ClientConfig = {}) {
    this.#bucket = bucket;
    this.#client = new S3Client({ requestHandler: timeouts, ...config });
  }

  place(key: string): string {
    return `s3://${this.#bucket}/${key}`;
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    for await (const page of this.#pages(prefix)) {
      for (const { Key: key, Size: bytes, ETag: version, LastModified: modifiedAt } of page.Contents ?? []) {
        if (key === undefined || version === undefined || modifiedAt === undefined) continue;
        yield { key, bytes: bytes ?? 0, version, modifiedAt };
      }
    }
  }

  async folders(folder: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const page of this.#pages(folder, "/")) {
      found.push(...(page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []));
    }
    return found;
  }

  async open(key: string, version?: string): Promise<Readable> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ ...this.#at(key), IfMatch: version }));
      if (Body instanceof Readable) return Body;
    } catch (error) {
      if (error instanceof InvalidObjectState) throw archived(this.place(key));
      if (!isGone(error) && !isConflict(error)) throw error;
      throw new ObjectChanged(key, `${this.place(key)} changed or is gone.`);
    }
    throw new Error(`${this.place(key)}: the answer has no body.`);
  }

  async text(key: string): Promise<string | undefined> {
    return (await this.#read(key))?.text;
  }

  async put(key: string, content: string | Readable): Promise<void> {
    // In parts, for a stream's length is not known; what is under 5 MiB goes in one call. S3 replaces the object at the end.
    const upload = new Upload({ client: this.#client, params: { ...this.#at(key), Body: content }, queueSize: 2 });
    await upload.done();
  }

  /** By S3's conditional writes (S3 user guide, "How to prevent object overwrites with conditional writes"). */
  async replace(key: string, expected: string | undefined, content: string): Promise<boolean> {
    const current = await this.#read(key);
    if (current?.text !== expected) return false;
    const condition = current ? { IfMatch: current.version } : { IfNoneMatch: "*" };
    try {
      await this.#client.send(new PutObjectCommand({ ...this.#at(key), Body: content, ...condition }));
      return true;
    } catch (error) {
      if (!isConflict(error) && !isGone(error)) throw error;
      // An answer may have been lost, and the client's second try have met its own object.
      return (await this.text(key)) === content;
    }
  }

  async copy(from: string, to: string): Promise<void> {
    // CopySource goes into a header, and must be encoded (API reference, CopyObject); up to 5 GB in one call.
    const CopySource = `${this.#bucket}/${encodeURIComponent(from)}`;
    await this.#client.send(new CopyObjectCommand({ ...this.#at(to), CopySource }));
  }

  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#at(key)));
  }

  async #read(key: string): Promise<{ readonly text: string; readonly version: string | undefined } | undefined> {
    try {
      const { Body, ETag } = await this.#client.send(new GetObjectCommand(this.#at(key)));
      return { text: (await Body?.transformToString("utf-8")) ?? "", version: ETag };
    } catch (error) {
      if (isGone(error) || (isRefused(error) && !(await this.#isListed(key)))) return undefined;
      throw error;
    }
  }

  /**
   * S3 refuses a key that is not there to whoever may not list the bucket (API reference, GetObject), and a job may list
   * its own folders only: a listing tells a key that is hidden from one that does not exist.
   */
  async #isListed(key: string): Promise<boolean> {
    for await (const found of this.list(key)) if (found.key === key) return true;
    return false;
  }

  async *#pages(prefix: string, delimiter?: string) {
    let next: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          Delimiter: delimiter,
          ContinuationToken: next,
        }),
      );
      yield page;
      next = page.NextContinuationToken;
    } while (next !== undefined);
  }

  #at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#bucket, Key: key };
  }
}

/** Lifecycle rules move old objects to classes that cannot be read at once. */
function archived(place: string): JobFailure {
  return new JobFailure(
    `${place} is archived; it must be restored before it can be read. Restore it (aws s3api restore-object), wait until that is done, and run the job again.`,
  );
}

function isGone(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}

function isRefused(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;
}

/** 412: the condition does not hold; 409: another conditional write was at work at the same time. */
function isConflict(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false;
  return error.$metadata.httpStatusCode === 412 || error.$metadata.httpStatusCode === 409;
}
