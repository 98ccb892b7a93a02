import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { IssuerKeys } from "./web-identity/issuer-keys.ts";

export type Sts = typeof import("@aws-sdk/client-sts");

export type StsOperation<N extends OperationName<Sts>> = Operation<Sts, N, StsState>;
export type StsContext = OperationContext<StsState>;

export interface StsState {
  readonly issuerKeys: IssuerKeys;
}
