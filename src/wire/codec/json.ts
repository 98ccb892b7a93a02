import { DecodeError } from "./decode-error.ts";

/** More than a large body has beside its long texts: what is parsed in one go keeps all others waiting. */
const mostStructureBytes = 2 * 1024 * 1024;

/** An empty body is an empty input: clients leave it out where an operation has none. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  if (body.length > mostStructureBytes) checkStructure(body);
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new DecodeError(`Could not parse request body into json: ${(error as Error).message}`);
  }
}

/**
 * Throws for a body of many values. The largest bodies there are carry a package or events as text, and little else; 70 MB of brackets
 * would be parsed for a quarter of a minute, and fill the memory.
 */
function checkStructure(body: Buffer): void {
  let structureBytes = 0;
  for (let at = 0; at < body.length; ) {
    const open = body.indexOf(quote, at);
    structureBytes += (open < 0 ? body.length : open + 2) - at;
    if (structureBytes > mostStructureBytes) throw new DecodeError("The request body has too many values");
    if (open < 0) return;
    at = endOfText(body, open + 1);
  }
}

/** Behind the quote that closes a text. */
function endOfText(body: Buffer, from: number): number {
  for (let at = from; ; ) {
    const close = body.indexOf(quote, at);
    if (close < 0) return body.length;
    let backslashes = 0;
    while (backslashes < close - from && body[close - 1 - backslashes] === backslash) backslashes++;
    if (backslashes % 2 === 0) return close + 1;
    // Where there is one there are many: to look at each byte is quicker than to search for each.
    at = close + 1;
    for (const stretch = at + 4_096; at < stretch && at < body.length; at++) {
      if (body[at] === backslash) at++;
      else if (body[at] === quote) return at + 1;
    }
  }
}

const quote = 0x22;
const backslash = 0x5c;
