import { parseArn } from "../../../platform/arn.ts";
import { invalidRequest } from "../errors.ts";

/** A name that is given by itself, or in an ARN (`…:thing/NAME`), or both alike. */
export function namedOrArn(name: string | undefined, arn: string | undefined, kind: string): string {
  const resource = arn === undefined ? undefined : parseArn(arn)?.resource;
  const named = resource?.startsWith(`${kind}/`) ? resource.slice(kind.length + 1) : undefined;
  if (arn !== undefined && named === undefined) throw invalidRequest(`Invalid ARN: ${arn}`);
  if (name !== undefined && named !== undefined && name !== named)
    throw invalidRequest(`The name ${name} and the ARN ${arn} are of different resources.`);
  return name ?? named ?? missing(kind);
}

function missing(kind: string): never {
  throw invalidRequest(`Either the name or the ARN of the ${kind} must be given.`);
}
