import type { OperationContext } from "../../service.ts";
import { functionNotFound, preconditionFailed, updateInProgress } from "../errors.ts";
import type { LambdaState } from "../state.ts";
import { type FunctionRecord, functionArn } from "./function.ts";
import type { FunctionReference } from "./function-name.ts";

/**
 * Commits a change of configuration or code as InProgress and lets it take effect in the background. Throws
 * ResourceConflictException while another is in progress, PreconditionFailedException for a stale RevisionId.
 */
export async function updateFunction(
  { state, host }: OperationContext<LambdaState>,
  reference: FunctionReference,
  revisionId: string | undefined,
  change: (record: FunctionRecord) => Partial<Pick<FunctionRecord, "configuration" | "code">>,
): Promise<FunctionRecord> {
  const record = await state.functions.change(reference, async (stored) => {
    if (!stored) throw functionNotFound(functionArn(reference));
    if (stored.state.name === "Pending" || stored.lastUpdate.status === "InProgress") {
      throw updateInProgress(functionArn(stored));
    }
    if (revisionId && revisionId !== stored.revisionId) throw preconditionFailed();
    return {
      ...stored,
      ...change(stored),
      revisionId: host.random.uuid(),
      lastModifiedMs: host.clock.nowMs(),
      // An update of one that failed to be created makes it anew.
      ...(stored.state.name === "Failed" ? { state: { name: "Pending" } } : { lastUpdate: { status: "InProgress" } }),
    };
  });
  state.activation.begin(record);
  return record;
}
