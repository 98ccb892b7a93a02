import type { OperationContext } from "../../service.ts";
import { type FunctionFamily, latestVersion, qualifiedArn } from "../functions/function.ts";
import { toUrl, type UrlConfig } from "./url-config.ts";

/** The answer's form. Of a mode that nobody chose only Get and List speak. Source: API reference, "GetFunctionUrlConfig". */
export function toUrlConfig(
  { latest }: FunctionFamily,
  qualifier: string,
  config: UrlConfig,
  context: OperationContext,
) {
  const endpoint = context.request.endpoint || context.host.config.endpoint();
  return {
    FunctionUrl: toUrl(config.id, latest.region, endpoint),
    FunctionArn: qualifiedArn(latest, qualifier === latestVersion ? undefined : qualifier),
    AuthType: config.authType,
    Cors: config.cors && { ...config.cors },
    CreationTime: new Date(config.createdMs).toISOString(),
    LastModifiedTime: new Date(config.lastModifiedMs).toISOString(),
    InvokeMode: config.invokeMode,
  };
}
