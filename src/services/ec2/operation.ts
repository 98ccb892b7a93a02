import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Ec2 } from "./model.ts";

/** It keeps nothing in memory, so its operations have no state. */
export type Ec2Operation<N extends OperationName<Ec2>> = Operation<Ec2, N>;
export type Ec2Context = OperationContext;
