import { notSupported } from "../errors.ts";
import type { SsmOperation } from "../operation.ts";
import { findPublic, isPublic } from "../parameters/public-parameters.ts";

/** AWS's public parameters of these names; names that none has are told. */
export const getParameters: SsmOperation<"GetParameters"> = async ({ Names = [] }, context) => {
  if (!Names.every(isPublic)) throw notSupported("parameters of an account's own");
  const found = await findPublic((name) => Names.includes(name), context);
  return {
    Parameters: [...found],
    InvalidParameters: Names.filter((name) => !found.some((parameter) => parameter.Name === name)),
  };
};
