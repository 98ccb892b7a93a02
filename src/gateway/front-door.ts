import type { WireResponse } from "../wire/wire.ts";
import { collect } from "./body.ts";
import type { ControlRequest, ControlResponse } from "./control/control.ts";
import type { HttpRequest } from "./http/http-request.ts";

export interface FrontDoorParts {
  readonly control: (request: ControlRequest) => Promise<ControlResponse>;
  readonly pipeline: (request: HttpRequest) => Promise<WireResponse>;
  /** Fulfilled when every service has started: what comes before waits. */
  readonly started: Promise<void>;
}

/** Tells Squall's own paths, `/_squall/…`, from AWS's requests, which are all the others. */
export function createFrontDoor({
  control,
  pipeline,
  started,
}: FrontDoorParts): (request: HttpRequest) => Promise<WireResponse> {
  return async (request) => {
    await started;
    if (!request.path.startsWith("/_squall/")) return pipeline(request);
    return toWireResponse(
      await control({
        method: request.method,
        path: request.path,
        query: new URLSearchParams(request.rawQuery),
        body: () => collect(request.body),
      }),
    );
  };
}

function toWireResponse({ status, headers, body }: ControlResponse): WireResponse {
  return { status, headers: { ...headers }, body };
}
