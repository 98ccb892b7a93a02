import { notSupported, parameterNotFound } from "../errors.ts";
import type { SsmOperation } from "../operation.ts";
import { findPublic, isPublic } from "../parameters/public-parameters.ts";

/** One of AWS's public parameters. */
export const getParameter: SsmOperation<"GetParameter"> = async ({ Name = "" }, context) => {
  if (!isPublic(Name)) throw notSupported("parameters of an account's own");
  const [Parameter] = await findPublic((name) => name === Name, context);
  if (!Parameter) throw parameterNotFound();
  return { Parameter };
};
