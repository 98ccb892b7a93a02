import type { Operation, OperationName } from "../service.ts";

export type Sts = typeof import("@aws-sdk/client-sts");

export type StsOperation<N extends OperationName<Sts>> = Operation<Sts, N, undefined>;
