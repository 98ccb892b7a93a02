/** Gives the records of a text that comes in pieces. */
export interface RecordReader<Record> {
  push(text: string): readonly Record[];
  /** What the text ends with, without an end of its own. */
  end(): readonly Record[];
}

/** Characters of one record: an item of 400 KB, each byte written as six. Beyond, it is cut, and so no item. */
const mostCharacters = 4 * 1024 * 1024;

/** One line each; empty ones are none. */
export class LineReader implements RecordReader<string> {
  #rest = "";

  push(text: string): readonly string[] {
    const lines = text.split("\n");
    lines[0] = this.#rest + lines[0];
    this.#rest = (lines.pop() ?? "").slice(0, mostCharacters);
    return lines.filter((line) => line.trim() !== "");
  }

  end(): readonly string[] {
    const last = this.#rest;
    this.#rest = "";
    return last.trim() === "" ? [] : [last];
  }
}

/** Rows of CSV (RFC 4180): a quoted field may have delimiters, ends of lines and doubled quotes in it. Each character is looked at once. */
export class CsvReader implements RecordReader<readonly string[]> {
  readonly #delimiter: string;
  #fields: string[] = [];
  #field = "";
  #characters = 0;
  #state: "start" | "plain" | "quoted" | "quote" = "start";

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  push(text: string): readonly (readonly string[])[] {
    const rows: string[][] = [];
    for (const character of text) {
      if (this.#state === "quoted") {
        if (character === '"') this.#state = "quote";
        else this.#add(character);
      } else if (character === '"' && this.#state !== "plain") {
        if (this.#state === "quote") this.#add(character);
        this.#state = "quoted";
      } else if (character === this.#delimiter) this.#endField();
      else if (character === "\n") this.#endRow(rows);
      else if (character !== "\r") {
        this.#add(character);
        this.#state = "plain";
      }
    }
    return rows;
  }

  end(): readonly (readonly string[])[] {
    const rows: string[][] = [];
    if (this.#fields.length > 0 || this.#field !== "") this.#endRow(rows);
    return rows;
  }

  #add(character: string): void {
    this.#characters += 1;
    if (this.#characters <= mostCharacters) this.#field += character;
  }

  #endField(): void {
    if (this.#characters <= mostCharacters) this.#fields.push(this.#field);
    this.#characters += 1;
    this.#field = "";
    this.#state = "start";
  }

  #endRow(rows: string[][]): void {
    const isEmpty = this.#fields.length === 0 && this.#field === "" && this.#state === "start";
    this.#endField();
    if (!isEmpty) rows.push(this.#fields);
    this.#fields = [];
    this.#characters = 0;
  }
}
