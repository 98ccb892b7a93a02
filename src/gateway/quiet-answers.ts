import type { WireResponse } from "../wire/wire.ts";
import type { HttpRequest } from "./http/http-request.ts";

/**
 * Browsers write every answer of 400 and more to their console as an error. A page that asks whether something is there names in
 * `x-squall-quiet` the statuses that are answers to it (`404,501`); one of them comes as 200, and stands in `x-squall-status`.
 * The body is the same. Source: docs/decisions/0027-quiet-answers.md.
 */
export function answerQuietly({ headers }: HttpRequest, response: WireResponse): WireResponse {
  const quiet = headers["x-squall-quiet"];
  if (quiet === undefined || response.status < 400) return response;
  const status = String(response.status);
  if (!quiet.split(",").includes(status)) return response;
  response.headers["x-squall-status"] = status;
  response.status = 200;
  return response;
}
