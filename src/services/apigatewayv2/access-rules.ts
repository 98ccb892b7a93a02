import { apiGateway } from "../execute-api/call-function.ts";
import { passesRolesOf } from "../execute-api/open-api/roles-of-document.ts";
import { passesRoleTo } from "../pass-role.ts";
import { requestTagConditions } from "../request-tags.ts";
import type { AccessRules, FurtherRule } from "../service.ts";
import { apiArn } from "./apis/api.ts";
import { operations } from "./generated/operations.ts";
import type { ApiGatewayV2 } from "./model.ts";

const passesRole = passesRoleTo(apiGateway);

/** Who tags on creation needs what tagging needs. */
const tags: FurtherRule = (_value, _input, at) => ({ action: "apigateway:POST", resource: apiArn(at, "/tags/*") });

/** Actions are HTTP's methods. Source: "Actions, resources, and condition keys for Amazon API Gateway Management V2". */
function methodOf(operation: string): string {
  if (operation.startsWith("Get")) return "apigateway:GET";
  if (operation.startsWith("Update")) return "apigateway:PATCH";
  if (/^(?:Import|Reimport)/.test(operation)) return "apigateway:PUT";
  return /^(?:Delete|Untag|Reset)/.test(operation) ? "apigateway:DELETE" : "apigateway:POST";
}

const parts = ["Route", "Integration", "Authorizer", "Deployment", "Stage", "Model"] as const;
/** Parts of parts: `/apis/ID/routes/ID/routeresponses/ID`. */
const responses = { RouteResponse: "Route", IntegrationResponse: "Integration" } as const;

export const accessRules: AccessRules<ApiGatewayV2> = {
  prefix: "apigateway",
  actions: Object.fromEntries(Object.keys(operations).map((name) => [name, methodOf(name)])),
  also: {
    CreateApi: { CredentialsArn: passesRole, Tags: tags },
    CreateStage: { Tags: tags },
    CreateDomainName: { Tags: tags },
    UpdateApi: { CredentialsArn: passesRole },
    ImportApi: { Body: passesRolesOf(passesRole) },
    ReimportApi: { Body: passesRolesOf(passesRole) },
    CreateIntegration: { CredentialsArn: passesRole },
    UpdateIntegration: { CredentialsArn: passesRole },
    CreateAuthorizer: { AuthorizerCredentialsArn: passesRole },
    UpdateAuthorizer: { AuthorizerCredentialsArn: passesRole },
  },
  resource: (operation, input, at) => {
    if (typeof input.ResourceArn === "string") return apiArn(at, `/tags/${encodeURIComponent(input.ResourceArn)}`);
    if (/ApiMapping|DomainName/.test(operation)) return apiArn(at, domainPath(operation, input));
    const api = typeof input.ApiId === "string" ? `/apis/${input.ApiId}` : "/apis";
    for (const [response, parent] of Object.entries(responses)) {
      if (!operation.endsWith(response) && !operation.endsWith(`${response}s`)) continue;
      const path = `${api}/${parent.toLowerCase()}s/${input[`${parent}Id`]}/${response.toLowerCase()}s`;
      const id = input[`${response}Id`];
      return apiArn(at, typeof id === "string" ? `${path}/${id}` : path);
    }
    const part = parts.find((each) => operation.endsWith(each) || operation.endsWith(`${each}s`));
    if (!part) return apiArn(at, `${api}${suffixOf(operation, input)}`);
    const id = input[part === "Stage" ? "StageName" : `${part}Id`];
    const path = `${api}/${part.toLowerCase()}s`;
    return apiArn(at, typeof id === "string" && !operation.startsWith("Create") ? `${path}/${id}` : path);
  },
  conditions: (_operation, { Tags, TagKeys }) => requestTagConditions(Tags, TagKeys),
};

/** `/domainnames/NAME`, `/domainnames/NAME/apimappings/ID` */
function domainPath(operation: string, { DomainName, ApiMappingId }: Readonly<Record<string, unknown>>): string {
  if (operation === "CreateDomainName" || typeof DomainName !== "string") return "/domainnames";
  const domain = `/domainnames/${DomainName.toLowerCase()}`;
  if (!operation.includes("ApiMapping")) return domain;
  return typeof ApiMappingId === "string" ? `${domain}/apimappings/${ApiMappingId}` : `${domain}/apimappings`;
}

function suffixOf(
  operation: string,
  { StageName, RouteKey, Specification }: Readonly<Record<string, unknown>>,
): string {
  if (operation === "DeleteCorsConfiguration") return "/cors";
  if (operation === "DeleteAccessLogSettings") return `/stages/${StageName}/accesslogsettings`;
  if (operation === "DeleteRouteSettings") return `/stages/${StageName}/routesettings/${RouteKey}`;
  if (operation === "ResetAuthorizersCache") return `/stages/${StageName}/cache/authorizers`;
  if (operation === "ExportApi") return `/exports/${Specification}`;
  return "";
}
