import type { NeedsNoSpace } from "../service.ts";
import type { ApiGatewayV2 } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<ApiGatewayV2> = {
  GetApi: "reads",
  GetApis: "reads",
  GetAuthorizer: "reads",
  GetAuthorizers: "reads",
  GetDeployment: "reads",
  GetDeployments: "reads",
  GetIntegration: "reads",
  GetIntegrations: "reads",
  GetRoute: "reads",
  GetRoutes: "reads",
  GetStage: "reads",
  GetStages: "reads",
  GetTags: "reads",
  DeleteAccessLogSettings: "givesBack",
  DeleteApi: "givesBack",
  DeleteAuthorizer: "givesBack",
  DeleteCorsConfiguration: "givesBack",
  DeleteDeployment: "givesBack",
  DeleteIntegration: "givesBack",
  DeleteRoute: "givesBack",
  DeleteRouteSettings: "givesBack",
  DeleteStage: "givesBack",
  UntagResource: "givesBack",
};
