import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { S3ClientConfig } from "@aws-sdk/client-s3";

interface Stored {
  readonly body: Buffer;
  readonly etag: string;
  readonly at: Date;
}

/** Keys of a listing's page: few, so that small tests meet a second one. */
const pageSize = 3;

/**
 * One bucket of S3 on a loopback port, as far as a lake's store asks: whole objects with ETag, listings page by page,
 * conditional reads and writes, copies, and uploads in parts. Source: Amazon S3 API reference, the operations it serves.
 */
export class S3Double {
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));
  readonly #objects = new Map<string, Stored>();
  readonly #uploads = new Map<string, Map<number, Buffer>>();
  /** Operations that were asked for, for instance "PUT key". */
  readonly asked: string[] = [];
  /** Answers the next conditional write as if another had come first at the same moment. */
  conflictNext = false;
  /** Keys that lie in an archive. */
  readonly archived = new Set<string>();
  /** Performs the next write and closes the connection without an answer. */
  loseNextAnswer = false;

  async start(): Promise<S3ClientConfig> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    return {
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-west-2",
      forcePathStyle: true,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get openUploads(): number {
    return this.#uploads.size;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const key = decodeURIComponent(url.pathname.split("/").slice(2).join("/"));
    this.asked.push(`${request.method} ${key}`);
    let body: Buffer;
    try {
      body = await bodyOf(request);
    } catch {
      return;
    }
    if (request.method === "GET" && key === "") this.#list(url.searchParams, response);
    else if (request.method === "GET") this.#get(key, request, response);
    else if (request.method === "DELETE") this.#delete(key, url.searchParams, response);
    else if (request.method === "POST") this.#post(key, url.searchParams, response);
    else this.#put(key, url.searchParams, request, body, response);
  }

  #get(key: string, { headers }: IncomingMessage, response: ServerResponse): unknown {
    const found = this.#objects.get(key);
    if (!found) return fail(response, 404, "NoSuchKey");
    if (this.archived.has(key)) return fail(response, 403, "InvalidObjectState");
    if (headers["if-match"] && headers["if-match"] !== found.etag) return fail(response, 412, "PreconditionFailed");
    return response.writeHead(200, { ETag: found.etag, "Content-Length": found.body.length }).end(found.body);
  }

  #put(
    key: string,
    query: URLSearchParams,
    { headers }: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): unknown {
    const upload = this.#uploads.get(query.get("uploadId") ?? "");
    if (upload) {
      upload.set(Number(query.get("partNumber")), body);
      return response.writeHead(200, { ETag: etagOf(body) }).end();
    }
    const { "x-amz-copy-source": from, "if-match": match, "if-none-match": noneMatch } = headers;
    if (typeof from === "string") {
      const source = this.#objects.get(decodeURIComponent(from).split("/").slice(1).join("/"));
      if (!source) return fail(response, 404, "NoSuchKey");
      this.#objects.set(key, { ...source, at: new Date() });
      return xml(response, `<CopyObjectResult><ETag>${source.etag}</ETag></CopyObjectResult>`);
    }
    const current = this.#objects.get(key);
    if (this.conflictNext && (match || noneMatch)) {
      this.conflictNext = false;
      return fail(response, 409, "ConditionalRequestConflict");
    }
    if (match && !current) return fail(response, 404, "NoSuchKey");
    if ((match && match !== current?.etag) || (noneMatch && current)) return fail(response, 412, "PreconditionFailed");
    this.#objects.set(key, { body, etag: etagOf(body), at: new Date() });
    if (this.loseNextAnswer) {
      this.loseNextAnswer = false;
      return response.destroy();
    }
    return response.writeHead(200, { ETag: etagOf(body) }).end();
  }

  #post(key: string, query: URLSearchParams, response: ServerResponse): unknown {
    const parts = this.#uploads.get(query.get("uploadId") ?? "");
    if (!parts) {
      const id = randomUUID();
      this.#uploads.set(id, new Map());
      return xml(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    }
    const body = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part));
    this.#objects.set(key, { body, etag: etagOf(body), at: new Date() });
    this.#uploads.delete(query.get("uploadId") ?? "");
    return xml(response, `<CompleteMultipartUploadResult><ETag>${etagOf(body)}</ETag></CompleteMultipartUploadResult>`);
  }

  #delete(key: string, query: URLSearchParams, response: ServerResponse): unknown {
    const upload = query.get("uploadId");
    if (upload) this.#uploads.delete(upload);
    else this.#objects.delete(key);
    return response.writeHead(204).end();
  }

  #list(query: URLSearchParams, response: ServerResponse): unknown {
    const [prefix, delimiter] = [query.get("prefix") ?? "", query.get("delimiter")];
    const after = query.get("continuation-token") ?? "";
    const keys = [...this.#objects.keys()].sort().filter((key) => key.startsWith(prefix));
    const entries = new Map<string, Stored | undefined>();
    for (const key of keys) {
      const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      entries.set(end === -1 ? key : key.slice(0, end + 1), end === -1 ? this.#objects.get(key) : undefined);
    }
    const rest = [...entries].filter(([name]) => name > after);
    const page = rest.slice(0, pageSize);
    const next = rest.length > page.length ? page.at(-1)?.[0] : undefined;
    const content = page.map(([name, stored]) =>
      stored
        ? `<Contents><Key>${name}</Key><Size>${stored.body.length}</Size><ETag>${stored.etag.replaceAll('"', "&quot;")}</ETag><LastModified>${stored.at.toISOString()}</LastModified></Contents>`
        : `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`,
    );
    const token = next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`;
    return xml(
      response,
      `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>${token}${content.join("")}</ListBucketResult>`,
    );
  }
}

/** The bytes of a request; a client may send them in signed chunks with a checksum behind. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  if (!String(request.headers["content-encoding"] ?? "").includes("aws-chunked")) return raw;
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = raw.indexOf("\r\n", at);
    const size = Number.parseInt(raw.subarray(at, end).toString(), 16);
    if (size === 0) return Buffer.concat(parts);
    parts.push(raw.subarray(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
}

function etagOf(body: Buffer): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}

function fail(response: ServerResponse, status: number, code: string): unknown {
  return xml(response, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`, status);
}

function xml(response: ServerResponse, text: string, status = 200): unknown {
  return response.writeHead(status, { "Content-Type": "application/xml" }).end(text);
}
