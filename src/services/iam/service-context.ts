import type { AccessControl } from "../access-control.ts";
import type { Operation, OperationContext, OperationName } from "../service.ts";

export type Iam = typeof import("@aws-sdk/client-iam");

export type IamOperation<N extends OperationName<Iam>> = Operation<Iam, N, AccessControl>;
export type IamContext = OperationContext<AccessControl>;
