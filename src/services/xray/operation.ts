import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { XRay } from "./model.ts";

/** It keeps nothing in memory, so its operations have no state. */
export type XRayOperation<N extends OperationName<XRay>> = Operation<XRay, N>;
export type XRayContext = OperationContext;
