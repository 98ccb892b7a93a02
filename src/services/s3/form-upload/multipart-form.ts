import { AwsError } from "../../../platform/aws-error.ts";

/** A form as a browser sends it: the fields, and the file that comes behind them. */
export interface UploadForm {
  /** Names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  /** Undefined where the file came as a field without a name. */
  readonly fileName: string | undefined;
  readonly fileType: string | undefined;
  /** The file's bytes, still arriving. Fields behind it are not read. */
  readonly file: AsyncGenerator<Buffer>;
}

/** What comes before the file may have so many bytes. Source: "Browser-based uploads using POST", HTML form fields. */
const mostFieldBytes = 20 * 1024;

/** Reads `multipart/form-data` up to the file. Throws MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument. */
export async function readUploadForm(body: AsyncIterable<Uint8Array>, contentType: string): Promise<UploadForm> {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw malformed();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const reader = new FormReader(body);
  await reader.readUntil(delimiter, mostFieldBytes);
  const fields = new Map<string, string>();
  let restBytes = mostFieldBytes;
  while (!(await reader.isEnd())) {
    const head = (await reader.readUntil(headEnd, restBytes)).toString();
    const name = /;\s*name="([^"]*)"/i.exec(head)?.[1]?.toLowerCase();
    if (name === undefined) throw malformed();
    if (name === "file") {
      const fileName = /;\s*filename="([^"]*)"/i.exec(head)?.[1];
      const fileType = /^content-type:(.*)$/im.exec(head)?.[1]?.trim() || undefined;
      return { fields, fileName, fileType, file: reader.streamUntil(delimiter) };
    }
    const value = await reader.readUntil(delimiter, restBytes);
    restBytes -= head.length + value.length;
    fields.set(name, value.toString());
  }
  throw new AwsError("InvalidArgument", "POST requires exactly one file upload per request.", {
    status: 400,
    fields: { ArgumentName: "file", ArgumentValue: "0" },
  });
}

const headEnd = Buffer.from("\r\n\r\n");

class FormReader {
  readonly #source: AsyncIterator<Uint8Array>;
  /** What has come and is not consumed. The first delimiter has no line before it: it is given one. */
  #buffer: Buffer = Buffer.from("\r\n");

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#source = body[Symbol.asyncIterator]();
  }

  /** The bytes before the delimiter; both are consumed. */
  async readUntil(delimiter: Buffer, mostBytes: number): Promise<Buffer> {
    for (;;) {
      const at = this.#buffer.indexOf(delimiter);
      if (at > mostBytes || (at < 0 && this.#buffer.length > mostBytes + delimiter.length)) throw tooLarge();
      if (at >= 0) return this.#take(at, delimiter.length);
      await this.#fill();
    }
  }

  async *streamUntil(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#buffer.indexOf(delimiter);
      if (at >= 0) {
        yield this.#take(at, delimiter.length);
        return;
      }
      // The last bytes may be the delimiter's first.
      const sure = this.#buffer.length - delimiter.length + 1;
      if (sure > 0) yield this.#take(sure, 0);
      await this.#fill();
    }
  }

  /** Behind a delimiter: whether it was the last. Otherwise its line's end is consumed. */
  async isEnd(): Promise<boolean> {
    while (this.#buffer.length < 2) await this.#fill();
    return this.#take(2, 0).toString() === "--";
  }

  #take(bytes: number, skip: number): Buffer {
    const taken = this.#buffer.subarray(0, bytes);
    this.#buffer = this.#buffer.subarray(bytes + skip);
    return taken;
  }

  async #fill(): Promise<void> {
    const { value, done } = await this.#source.next();
    if (done) throw malformed();
    this.#buffer = this.#buffer.length === 0 ? Buffer.from(value) : Buffer.concat([this.#buffer, value]);
  }
}

function malformed(): AwsError {
  const message = "The body of your POST request is not well-formed multipart/form-data.";
  return new AwsError("MalformedPOSTRequest", message, { status: 400 });
}

function tooLarge(): AwsError {
  const message = "Your POST request fields preceding the upload file were too large.";
  return new AwsError("MaxPostPreDataLengthExceeded", message, { status: 400 });
}
