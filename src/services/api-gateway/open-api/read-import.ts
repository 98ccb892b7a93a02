import type { RestApi } from "@aws-sdk/client-api-gateway";
import type { BasePathMode } from "../../execute-api/open-api/base-path.ts";
import { type Reading, readOpenApi } from "../../execute-api/open-api/open-api-document.ts";
import { invalid } from "../errors.ts";
import { type ApiContents, fromOpenApi } from "./from-open-api.ts";

type Parameters = Readonly<Record<string, string | undefined>>;

/** What a request's document says. Throws BadRequestException for what is none, and with `failOnWarnings` for what says more than is understood. */
export async function readImport(
  body: Uint8Array | string | undefined,
  { basepath = "ignore", ignore }: Parameters,
  failOnWarnings: boolean,
  { apiId, clock }: { readonly apiId: string; readonly clock: Reading["clock"] },
): Promise<ApiContents> {
  const document = await readOpenApi(Buffer.from(body ?? ""), { clock, refuse: invalid });
  if (basepath !== "ignore" && basepath !== "prepend" && basepath !== "split")
    throw invalid("Invalid basepath parameter. Valid values are ignore, prepend and split");
  const contents = fromOpenApi(document, basepath as BasePathMode, modelBase(apiId));
  if (failOnWarnings && contents.warnings.length > 0)
    throw invalid(`Warnings found during import:\n${contents.warnings.map((each) => `\t${each}`).join("\n")}`);
  return ignore === "documentation" ? { ...contents, documentation: [] } : contents;
}

/** How schemas refer to models, whichever server keeps them. */
export function modelBase(apiId: string): string {
  return `https://apigateway.amazonaws.com/restapis/${apiId}/models/`;
}

/** `endpointConfigurationTypes=REGIONAL` of a request. */
export function endpointOf({ endpointConfigurationTypes: types }: Parameters): Pick<RestApi, "endpointConfiguration"> {
  if (types === undefined) return {};
  return { endpointConfiguration: { types: types.split(",") as ("REGIONAL" | "EDGE" | "PRIVATE")[] } };
}
