import { DecodeError } from "./decode-error.ts";

/** An empty body is an empty input: clients leave it out where an operation has none. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new DecodeError(`Could not parse request body into json: ${(error as Error).message}`);
  }
}
