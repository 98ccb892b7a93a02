import { parseArn } from "../../../platform/arn.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import type { LambdaState } from "../state.ts";
import type { KeptEvent } from "./kept-events.ts";

/** `POST /_squall/event`: the event of an invocation that was not long ago, by the function's ARN and the request's ID; `null` where it is not kept. */
export async function findKeptEvent(
  body: unknown,
  { state }: { readonly state: LambdaState },
): Promise<{ readonly kept: KeptEvent | null }> {
  const { functionArn, requestId } = (body ?? {}) as { functionArn?: unknown; requestId?: unknown };
  if (typeof functionArn !== "string" || typeof requestId !== "string")
    throw new AwsError("ValidationException", "functionArn and requestId are needed.", { status: 400 });
  const { account = "", region = "", resource = "" } = parseArn(functionArn) ?? {};
  const known = await state.functions.find({ account, region, name: resource.replace(/^function:/, "") });
  if (!known) return { kept: null };
  return { kept: (await state.keptEvents.find(known.family.latest, requestId)) ?? null };
}
