import type { WriteTransaction } from "../../../storage/database.ts";
import { preconditionFailed, updateInProgress } from "../errors.ts";
import type { LambdaContext } from "../operation.ts";
import type { LambdaState } from "../state.ts";
import { type FunctionFamily, type FunctionRecord, functionArn, type KnownFunction } from "./function.ts";
import type { FunctionReference } from "./function-name.ts";

/**
 * Commits a change of configuration or code as InProgress and lets it take effect in the background. Throws
 * ResourceConflictException while another is in progress, PreconditionFailedException for a stale RevisionId.
 */
export async function updateFunction(
  { state, host }: LambdaContext,
  reference: FunctionReference,
  revisionId: string | undefined,
  change: (record: FunctionRecord) => Partial<Pick<FunctionRecord, "configuration" | "code">>,
  publish?: (family: FunctionFamily, tx: WriteTransaction) => Promise<FunctionFamily>,
): Promise<KnownFunction> {
  await settleCreation(state, reference);
  const known = await state.functions.update(reference, async (family, tx) => {
    const { latest } = family;
    checkNotUpdating(latest);
    if (revisionId && revisionId !== latest.revisionId) throw preconditionFailed();
    const changed: FunctionFamily = {
      ...family,
      latest: {
        ...latest,
        ...change(latest),
        revisionId: host.random.uuid(),
        // The time of the change also tells one update from another: no two have the same.
        lastModifiedMs: Math.max(host.clock.nowMs(), latest.lastModifiedMs + 1),
        // An update of one that failed to be created makes it anew.
        ...(latest.state.name === "Failed" ? { state: { name: "Pending" } } : { lastUpdate: { status: "InProgress" } }),
      },
    };
    return publish ? publish(changed, tx) : changed;
  });
  state.activation.begin(known.family.latest);
  return known;
}

/**
 * AWS refuses to change or publish a function that is still being created; here that lasts a moment, so the caller waits it
 * out, as an invocation does. Throws ResourceNotFoundException.
 */
export async function settleCreation(state: LambdaState, reference: FunctionReference): Promise<void> {
  const { latest } = (await state.functions.require(reference)).family;
  if (latest.state.name === "Pending") await state.activation.settled(latest);
}

/** Throws ResourceConflictException. */
export function checkNotUpdating(latest: FunctionRecord): void {
  if (latest.state.name === "Pending" || latest.lastUpdate.status === "InProgress") {
    throw updateInProgress(functionArn(latest));
  }
}
