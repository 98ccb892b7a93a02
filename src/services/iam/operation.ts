import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Iam } from "./model.ts";
import type { IamState } from "./state.ts";

export type IamOperation<N extends OperationName<Iam>> = Operation<Iam, N, IamState>;
export type IamContext = OperationContext<IamState>;
