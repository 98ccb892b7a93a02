import type { BasePathMode } from "../../execute-api/open-api/base-path.ts";
import { type Reading, readOpenApi } from "../../execute-api/open-api/open-api-document.ts";
import { invalid } from "../errors.ts";
import { fromOpenApi, type HttpApiContents } from "./from-open-api.ts";

interface ImportInput {
  readonly Body?: string | undefined;
  readonly Basepath?: string | undefined;
  readonly FailOnWarnings?: boolean | undefined;
}

/** What a request's document says. Throws BadRequestException for what is none, and with `FailOnWarnings` for what says more than is understood. */
export async function readHttpApi(
  { Body = "", Basepath = "ignore", FailOnWarnings = false }: ImportInput,
  clock: Reading["clock"],
): Promise<HttpApiContents> {
  if (Basepath !== "ignore" && Basepath !== "prepend" && Basepath !== "split")
    throw invalid("Invalid basepath parameter. Valid values are ignore, prepend and split");
  const document = await readOpenApi(Buffer.from(Body), { clock, refuse: invalid });
  const contents = fromOpenApi(document, Basepath satisfies BasePathMode);
  if (FailOnWarnings && contents.warnings.length > 0)
    throw invalid(`Warnings found during import:\n${contents.warnings.map((each) => `\t${each}`).join("\n")}`);
  return contents;
}
