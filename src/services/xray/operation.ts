import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { XRay } from "./model.ts";
import type { XRayState } from "./state.ts";

export type XRayOperation<N extends OperationName<XRay>> = Operation<XRay, N, XRayState>;
export type XRayContext = OperationContext<XRayState>;
