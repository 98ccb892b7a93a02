import type { StorageState } from "../block-storage/layers/storage-state.ts";
import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { Ec2 } from "./model.ts";

export type Ec2Operation<N extends OperationName<Ec2>> = Operation<Ec2, N, StorageState>;
export type Ec2Context = OperationContext<StorageState>;
