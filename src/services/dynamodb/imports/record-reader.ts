/** Gives the records of a text that comes in pieces. */
export interface RecordReader<Record> {
  push(text: string): readonly Record[];
  /** What the text ends with, without an end of its own. */
  end(): readonly Record[];
}

/** Characters of one record: an item of 400 KB, each byte written as six. Beyond, it is cut, and so no item. */
const mostCharacters = 4 * 1024 * 1024;

/** The objects of a line, should one end where another begins: AWS takes them, too. What is none stays with what is before it. */
function objectsOf(line: string): readonly string[] {
  if (!/\}\s*\{/.test(line)) return line.trim() === "" ? [] : [line];
  const found: string[] = [];
  let [begin, depth, isText] = [0, 0, false];
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (isText) {
      if (character === "\\") at += 1;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === "{") depth += 1;
    else if (character === "}" && --depth === 0) {
      found.push(line.slice(begin, at + 1));
      begin = at + 1;
    }
  }
  const rest = line.slice(begin);
  return rest.trim() === "" ? found : [...found, rest];
}

/** An object each; lines that are empty are none. */
export class LineReader implements RecordReader<string> {
  #rest = "";

  push(text: string): readonly string[] {
    const lines = text.split("\n");
    lines[0] = this.#rest + lines[0];
    this.#rest = (lines.pop() ?? "").slice(0, mostCharacters);
    return lines.flatMap(objectsOf);
  }

  end(): readonly string[] {
    const last = this.#rest;
    this.#rest = "";
    return objectsOf(last);
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
