import type { XRayOperation } from "../operation.ts";

/** What a daemon says of its own health: nobody can ask for it, on AWS neither. */
export const putTelemetryRecords: XRayOperation<"PutTelemetryRecords"> = async () => ({});
