import { JsonTokens } from "./json-tokens.ts";
import { PatternError } from "./pattern-error.ts";

/** What AWS's parser says of a text that is no JSON; undefined for one that is. */
export function jsonComplaint(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const tokens = new JsonTokens(text, false);
    try {
      while (tokens.next() !== "end");
    } catch (error) {
      if (error instanceof PatternError) return error.message;
      throw error;
    }
    return "Unexpected content";
  }
}
