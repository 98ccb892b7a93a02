import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { Principal } from "../../principal.ts";

/** What an entry is refused with, while the others of its call are taken. */
export interface EntryRefusal {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** Source: "PutEvents", "Handling failures with PutEvents". Sources that begin with `aws.` are AWS's own services'. */
export function checkEntry(
  { Source, DetailType, Detail }: PutEventsRequestEntry,
  { kind }: Pick<Principal, "kind">,
): EntryRefusal | undefined {
  if (!Source) return required("Source");
  if (!DetailType) return required("DetailType");
  if (!Detail) return required("Detail");
  if (Source.startsWith("aws.") && kind !== "service")
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  return isObject(Detail) && !isTooDeep(Detail)
    ? undefined
    : { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
}

function required(name: string): EntryRefusal {
  const ErrorMessage = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
  return { ErrorCode: "InvalidArgument", ErrorMessage };
}

function isObject(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Deeper than AWS's parser goes. What would be written of a part of it (an input path's value) could not be. */
const deepest = 1_000;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === quote) isInString = !isInString;
    else if (isInString) index += character === backslash ? 1 : 0;
    else if (character === openBrace || character === openBracket) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === closeBrace || character === closeBracket) depth -= 1;
  }
  return false;
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [34, 92, 123, 125, 91, 93];

/** As AWS counts: the time, and the bytes of the texts. Source: "Calculating PutEvents event entry size". */
export function entryBytes({
  Time,
  Source = "",
  DetailType = "",
  Detail = "",
  Resources = [],
}: PutEventsRequestEntry): number {
  let bytes = Time === undefined ? 0 : 14;
  for (const text of [Source, DetailType, Detail, ...Resources]) bytes += Buffer.byteLength(text);
  return bytes;
}
