import { notBuilt } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";

export const getSdk: ApiGatewayOperation<"GetSdk"> = async ({ sdkType }) => {
  throw notBuilt(`generated SDKs: ${sdkType}`);
};
