import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { Values } from "../value.ts";
import type { Change } from "./account.ts";
import { textAt } from "./paths.ts";
import { refuse } from "./rule.ts";
import type { Store } from "./store.ts";

/** The objects of simulated buckets: plain files in a folder per bucket, below the region's `buckets`. */
export class Buckets {
  private readonly store: Store;
  private readonly region: string;

  /** @param region the region's folder, such as aws/111111111111/us-west-2 */
  constructor(store: Store, region: string) {
    this.store = store;
    this.region = region;
  }

  check(change: Change): void {
    if (change.type === "aws_s3_object") this.objectFile(change, change.next ?? change.prior ?? {});
    if (change.type !== "aws_s3_bucket" || change.operation !== "delete" || change.prior?.force_destroy === true)
      return;
    const count = this.files(change.id).length;
    if (count === 0) return;
    refuse(
      change,
      "BucketNotEmpty",
      `the bucket holds ${count} objects. Delete them, or set force_destroy to true and apply first.`,
    );
  }

  /** Bytes of an object, undefined if there is none. */
  size(bucket: string, key: string): number | undefined {
    return statSync(join(this.folder(bucket), key), { throwIfNoEntry: false })?.size;
  }

  follow(change: Change): void {
    if (change.type === "aws_s3_bucket") this.followBucket(change);
    if (change.type === "aws_s3_object") this.followObject(change);
  }

  private followBucket(change: Change): void {
    if (change.operation === "create") mkdirSync(this.folder(change.id), { recursive: true });
    if (change.operation === "delete") this.store.removeAll(`${this.region}/buckets/${change.id}`);
  }

  private followObject(change: Change): void {
    const { operation, prior, next } = change;
    const file = this.objectFile(change, next ?? prior ?? {});
    if (operation === "delete" || next === null) {
      rmSync(file, { force: true });
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    const source = textAt(next, "source");
    const encoded = textAt(next, "content_base64");
    if (source !== undefined) copyFileSync(source, file);
    else writeFileSync(file, encoded === undefined ? (textAt(next, "content") ?? "") : Buffer.from(encoded, "base64"));
  }

  private objectFile(change: Change, values: Values): string {
    const key = textAt(values, "key") ?? "";
    const folder = this.folder(textAt(values, "bucket") ?? "");
    const file = join(folder, key);
    if (file.startsWith(folder + sep)) return file;
    return refuse(
      change,
      "InvalidKey",
      `key is "${key}", which as a file lies outside the bucket. Use a key without "..".`,
    );
  }

  private files(bucket: string): string[] {
    try {
      const entries = readdirSync(this.folder(bucket), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    } catch {
      return [];
    }
  }

  private folder(bucket: string): string {
    return this.store.path(this.region, "buckets", bucket);
  }
}
