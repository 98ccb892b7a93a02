import { ownValue } from "../../../platform/own-value.ts";
import { aliasNotFound, functionNotFound } from "../errors.ts";
import { type KnownFunction, qualifiedArn } from "../functions/function.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import type { LambdaState } from "../state.ts";

/** The function, with the alias or version being there. Throws ResourceNotFoundException. */
export async function requireProvisionable(
  state: LambdaState,
  reference: FunctionReference,
  qualifier: string,
): Promise<KnownFunction> {
  const known = await state.functions.find(reference);
  if (known && (ownValue(known.family.aliases, qualifier) || known.versions.has(qualifier))) return known;
  const arn = qualifiedArn(reference, qualifier);
  throw /^\d+$/.test(qualifier) ? functionNotFound(arn) : aliasNotFound(arn);
}
