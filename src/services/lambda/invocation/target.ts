import type { FunctionRecord, KnownFunction } from "../functions/function.ts";

/** Which version of a function is to run, and how it was asked for. */
export interface Target {
  readonly known: KnownFunction;
  readonly record: FunctionRecord;
  readonly qualifier: string | undefined;
  readonly tenant: string | undefined;
}
