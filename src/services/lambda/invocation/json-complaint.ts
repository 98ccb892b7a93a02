import { isUtf8 } from "node:buffer";
import { isJson } from "../../../platform/json-scan.ts";

/** Why the bytes are no JSON, in the words of AWS's parser where it is sure which it would choose; undefined if they are. */
export function jsonComplaint(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return at(encodingComplaint(bytes));
  if (bytes.length > mostParsedBytes) return isJson(bytes) ? undefined : complaintOfLarge(bytes);
  const text = bytes.toString("utf8");
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const token = bareToken.exec(text)?.[1];
    if (token) return unrecognized(token);
    return (error as Error).message;
  }
}

/** To make a value of megabytes, only to see that it is one, would hold up everybody. */
const mostParsedBytes = 64 * 1024;

/** Where it goes wrong is not looked for. */
function complaintOfLarge(bytes: Buffer): string {
  const token = bareToken.exec(bytes.toString("latin1", 0, searchedBytes))?.[1];
  return token ? unrecognized(token) : `Unexpected character or end-of-input in ${bytes.length} bytes`;
}

function unrecognized(token: string): string {
  return at({ reason: `Unrecognized token '${token}': was expecting (${expected})`, column: token.length + 1 });
}

/** A word where a value should be. */
const bareToken = /^([a-zA-Z_$][\w$]*)/;
const expected = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

interface Complaint {
  readonly reason: string;
  readonly column: number;
}

/** Text is read only within strings: elsewhere a byte beyond ASCII is a character that begins no value. */
function encodingComplaint(bytes: Buffer): Complaint {
  const first = bytes[0] ?? 0;
  if (first >= 0x80) {
    const reason = `Unexpected character ((CTRL-CHAR, code ${first})): expected a valid value (${expected})`;
    return { reason, column: 1 };
  }
  const index = invalidAt(bytes);
  if (index === undefined) return { reason: "Invalid UTF-8", column: searchedBytes };
  return {
    reason: `Invalid UTF-8 start byte 0x${(bytes[index] ?? 0).toString(16)}`,
    column: index + (isLetter(first) ? 2 : 1),
  };
}

/** A word is read on to its end, one character further than a string. */
function isLetter(byte: number): boolean {
  return /[a-z]/i.test(String.fromCharCode(byte));
}

/** The first byte that a valid beginning cannot have, as far as it is worth looking for. */
function invalidAt(bytes: Buffer): number | undefined {
  let valid = 0;
  const last = Math.min(bytes.length, searchedBytes);
  for (let end = 1; end <= last; end += 1) {
    if (isUtf8(bytes.subarray(valid, end))) valid = end;
    else if (end - valid === longestCharacter || end === bytes.length) return valid;
  }
  return undefined;
}

const longestCharacter = 4;
const searchedBytes = 4_096;

function at({ reason, column }: Complaint): string {
  return `${reason}\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]`;
}
