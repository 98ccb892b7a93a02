import { StringDecoder } from "node:string_decoder";

/** A line that goes on longer is cut. */
const longestLine = 256 * 1024;

/** Lines out of pieces of text. */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  #partial = "";

  /** Lines are given with their end. */
  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(chunk: Buffer): void {
    const text = this.#decoder.write(chunk);
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      const line = this.#partial + text.slice(from, end + 1);
      this.#partial = "";
      from = end + 1;
      this.#onLine(line);
    }
    this.#partial += text.slice(from);
    if (this.#partial.length > longestLine) this.end();
  }

  /** What has no end yet is taken for a line. */
  end(): void {
    const line = this.#partial;
    this.#partial = "";
    if (line !== "") this.#onLine(line);
  }
}
