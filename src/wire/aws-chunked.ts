import { createHash, type Hash } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { AwsError } from "../platform/aws-error.ts";

export interface AwsChunkedOptions {
  /**
   * Called with each chunk's signature and the hex SHA-256 of its bytes, in order, the empty last chunk included. It throws to
   * end the stream. Without it chunk signatures are not looked at.
   */
  readonly verifyChunk?: (signature: string | undefined, sha256: string) => void;
  /** As above, for trailers: their signature, and the SHA-256 of their lines, each `name:value\n`. */
  readonly verifyTrailer?: ((signature: string | undefined, sha256: string) => void) | undefined;
  /** `x-amz-decoded-content-length`: a body of another length is refused. */
  readonly expectedBytes?: number;
  /** `x-amz-trailer`: the names, in lower case, of the trailers that must come. */
  readonly expectedTrailers?: readonly string[] | undefined;
}

/**
 * Takes the framing off a body with `Content-Encoding: aws-chunked`, signed or not: `size;chunk-signature=…`, bytes, …, `0`,
 * trailers. A chunk's bytes are passed on as they come, before its signature can be known; who stores them must wait for
 * the end of the stream. Source: "Transferring payload in multiple chunks (Chunked upload)", Amazon S3 API Reference.
 */
export class AwsChunkedDecoder extends Transform {
  /** The trailers (`x-amz-checksum-crc32`), lower-case names; complete when the stream has ended. */
  readonly trailers: Record<string, string> = Object.create(null);
  readonly #options: AwsChunkedOptions;
  #state: State = "size";
  /** What has arrived of a line. */
  #line: Buffer = Buffer.alloc(0);
  #chunkBytesLeft = 0;
  #decodedBytes = 0;
  #smallChunks = 0;
  #signature: string | undefined;
  #hash: Hash | undefined;
  #trailerText = "";
  #trailerBytes = 0;
  #isTrailerSigned = false;

  constructor(options: AwsChunkedOptions = {}) {
    super();
    this.#options = options;
  }

  override _transform(arrived: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      let rest = arrived;
      while (rest.length > 0 && this.#state !== "end")
        rest = this.#state === "data" ? this.#takeData(rest) : this.#takeLine(rest);
      // Behind the end there is nothing but an empty line too many.
      if (rest.some((byte) => byte !== 0x0d && byte !== 0x0a)) throw malformed();
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.#checkEnd();
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  #takeData(rest: Buffer): Buffer {
    const bytes = rest.subarray(0, this.#chunkBytesLeft);
    this.#chunkBytesLeft -= bytes.length;
    this.#decodedBytes += bytes.length;
    this.#hash?.update(bytes);
    this.push(bytes);
    if (this.#chunkBytesLeft === 0) this.#state = "dataEnd";
    return rest.subarray(bytes.length);
  }

  #takeLine(rest: Buffer): Buffer {
    const end = rest.indexOf(0x0a);
    const part = end < 0 ? rest : rest.subarray(0, end + 1);
    this.#line = this.#line.length === 0 ? part : Buffer.concat([this.#line, part]);
    if (this.#line.length > maximumLineBytes) throw malformed();
    if (end >= 0) {
      const text = this.#line.toString("latin1").replace(/\r?\n$/, "");
      this.#line = Buffer.alloc(0);
      this.#takeText(text);
    }
    return rest.subarray(part.length);
  }

  #takeText(text: string): void {
    if (this.#state === "size") this.#startChunk(text);
    else if (this.#state === "trailer") this.#takeTrailer(text);
    else if (text !== "") throw malformed();
    else if (this.#state === "dataEnd") {
      this.#checkSignature();
      this.#state = "size";
    }
  }

  #startChunk(text: string): void {
    const [, size, signature] = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(text) ?? [];
    if (size === undefined) throw malformed();
    this.#signature = signature;
    this.#hash = this.#options.verifyChunk ? createHash("sha256") : undefined;
    this.#chunkBytesLeft = Number.parseInt(size, 16);
    if (this.#chunkBytesLeft > 0) this.#checkChunkSize(this.#chunkBytesLeft);
    const { expectedBytes } = this.#options;
    if (expectedBytes !== undefined && this.#decodedBytes + this.#chunkBytesLeft > expectedBytes) throw incomplete();
    if (this.#chunkBytesLeft > 0) this.#state = "data";
    else {
      this.#checkSignature();
      this.#state = "trailer";
    }
  }

  /**
   * AWS refuses a chunk of less than 8 KiB that is not the last. A few are let pass, which clients of their own making send, but no body may consist
   * of them: each chunk has its price.
   */
  #checkChunkSize(bytes: number): void {
    if (bytes < leastChunkBytes && ++this.#smallChunks > smallChunks) throw chunkTooSmall();
  }

  #checkSignature(): void {
    const sha256 = this.#hash?.digest("hex");
    if (sha256 !== undefined) this.#options.verifyChunk?.(this.#signature, sha256);
  }

  /** Trailers end with an empty line, or with the body: some clients leave the line out. */
  #takeTrailer(text: string): void {
    if (text === "") {
      this.#state = "end";
      return;
    }
    const colon = text.indexOf(":");
    this.#trailerBytes += text.length;
    if (colon < 1 || this.#trailerBytes > maximumLineBytes) throw malformed();
    const name = text.slice(0, colon).trim().toLowerCase();
    const value = text.slice(colon + 1).trim();
    if (name === trailerSignature) this.#checkTrailers(value);
    else {
      this.trailers[name] = value;
      this.#trailerText += `${name}:${value}\n`;
    }
  }

  #checkTrailers(signature: string | undefined): void {
    const sha256 = createHash("sha256").update(this.#trailerText).digest("hex");
    this.#trailerText = "";
    this.#isTrailerSigned = true;
    this.#options.verifyTrailer?.(signature, sha256);
  }

  #checkEnd(): void {
    if (this.#state === "trailer" && this.#line.length > 0) this.#takeText(this.#line.toString("latin1"));
    if (this.#state !== "end" && this.#state !== "trailer") throw incomplete();
    const { expectedBytes } = this.#options;
    if (expectedBytes !== undefined && expectedBytes !== this.#decodedBytes) throw incomplete();
    const { expectedTrailers, verifyTrailer } = this.#options;
    if (expectedTrailers?.some((name) => this.trailers[name] === undefined)) throw malformedTrailer();
    // Trailers that no signature followed, or none at all where one had to come.
    if (this.#trailerText !== "" || (verifyTrailer && !this.#isTrailerSigned)) this.#checkTrailers(undefined);
  }
}

type State = "size" | "data" | "dataEnd" | "trailer" | "end";

const trailerSignature = "x-amz-trailer-signature";
/** Source: "Signature calculations for the authorization header: transferring payload in multiple chunks". */
const leastChunkBytes = 8 * 1024;
const smallChunks = 1_000;
const maximumLineBytes = 16 * 1024;

function chunkTooSmall(): AwsError {
  const message = "Only the last chunk is allowed to have a size less than 8192 bytes";
  return new AwsError("InvalidChunkSizeError", message, { status: 403 });
}

function malformed(): AwsError {
  return new AwsError("InvalidRequest", "The aws-chunked body is not well-formed.", { status: 400 });
}

function malformedTrailer(): AwsError {
  const message =
    "The request contained trailing data that was not well-formed or did not conform to our published schema.";
  return new AwsError("MalformedTrailerError", message, { status: 400 });
}

function incomplete(): AwsError {
  const message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
  return new AwsError("IncompleteBody", message, { status: 400 });
}
