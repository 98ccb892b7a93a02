import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidNextToken, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SsmOperation } from "../operation.ts";
import { findPublic, isPublic } from "../parameters/public-parameters.ts";

/** AWS's public parameters under a path, in the order of their names. */
export const getParametersByPath: SsmOperation<"GetParametersByPath"> = async (input, context) => {
  const { Path = "", Recursive = false, ParameterFilters = [], MaxResults = limits.largestPage, NextToken } = input;
  if (ParameterFilters.length > 0) throw notSupported("ParameterFilters");
  const path = Path.endsWith("/") ? Path : `${Path}/`;
  if (!isPublic(path)) throw notSupported("parameters of an account's own");
  const after = fromPageToken(NextToken || undefined, invalidNextToken) ?? "";
  const isUnder = (name: string) =>
    name.startsWith(path) && (Recursive || !name.slice(path.length).includes("/")) && name > after;
  const found = await findPublic(isUnder, context);
  const page = found.slice(0, MaxResults);
  const last = page.at(-1)?.Name;
  return {
    Parameters: [...page],
    NextToken: last !== undefined && page.length < found.length ? toPageToken(last) : undefined,
  };
};
