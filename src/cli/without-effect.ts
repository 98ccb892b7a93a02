import { settingsWithoutEffect } from "../services/lambda/functions/without-effect.ts";
import { type ApiTarget, sendRequest } from "./api-client.ts";

interface ListedFunction {
  readonly FunctionName: string;
  readonly Architectures?: readonly string[];
  readonly VpcConfig?: { readonly SubnetIds?: readonly string[]; readonly SecurityGroupIds?: readonly string[] };
}

/** A line for each setting of a running Squall's functions that one machine can give no effect; none if no Squall runs. */
export async function linesWithoutEffect(target: ApiTarget): Promise<string[]> {
  const lines: string[] = [];
  let marker = "";
  do {
    const path = `/2015-03-31/functions/?${marker && `Marker=${encodeURIComponent(marker)}`}`;
    const response = await sendRequest(target, "lambda", { method: "GET", path }).catch(() => undefined);
    if (!response) return lines;
    const page = (await response.json()) as { Functions: ListedFunction[]; NextMarker?: string | null };
    for (const listed of page.Functions) lines.push(...linesOf(listed));
    marker = page.NextMarker ?? "";
  } while (marker);
  return lines;
}

function linesOf({ FunctionName, Architectures, VpcConfig }: ListedFunction): string[] {
  const settings = {
    architecture: Architectures?.[0],
    hasVpc: [...(VpcConfig?.SubnetIds ?? []), ...(VpcConfig?.SecurityGroupIds ?? [])].length > 0,
  };
  return settingsWithoutEffect(settings).map((setting) => `${FunctionName}: without effect: ${setting}`);
}
