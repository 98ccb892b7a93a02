import { apiGateway } from "../execute-api/call-function.ts";
import { passesRolesOf } from "../execute-api/open-api/roles-of-document.ts";
import { passesRoleTo } from "../pass-role.ts";
import { requestTagConditions } from "../request-tags.ts";
import type { AccessRules, FurtherPermission, FurtherRule } from "../service.ts";
import { gatewayArn } from "./apis/api.ts";
import { operations } from "./generated/operations.ts";
import type { ApiGateway } from "./model.ts";

const passesRole = passesRoleTo(apiGateway);

/** The same by a patch of the member. */
const patchesRole: FurtherRule = (operations, input, context) =>
  (operations as readonly { readonly path?: string; readonly value?: string }[])
    .filter(({ path = "", value }) => /^\/(?:credentials|authorizerCredentials|cloudwatchRoleArn)$/.test(path) && value)
    .flatMap(({ value }) => passesRole(value, input, context) as FurtherPermission);

/** Who tags on creation needs what tagging needs. */
const tags: FurtherRule = (_value, _input, at) => ({ action: "apigateway:PUT", resource: gatewayArn(at, "/tags/*") });

/** Actions are HTTP's methods. Source: "Actions, resources, and condition keys for Amazon API Gateway Management". */
function methodOf(operation: string): string {
  if (operation.startsWith("Get")) return "apigateway:GET";
  if (operation.startsWith("Update")) return "apigateway:PATCH";
  if (/^(?:Put|Tag|ImportDocumentation)/.test(operation)) return "apigateway:PUT";
  return /^(?:Delete|Untag|Flush)/.test(operation) ? "apigateway:DELETE" : "apigateway:POST";
}

export const accessRules: AccessRules<ApiGateway> = {
  prefix: "apigateway",
  actions: Object.fromEntries(Object.keys(operations).map((name) => [name, methodOf(name)])),
  also: {
    CreateRestApi: { tags },
    CreateStage: { tags },
    ImportRestApi: { body: passesRolesOf(passesRole) },
    PutRestApi: { body: passesRolesOf(passesRole) },
    CreateVpcLink: { tags },
    CreateDomainName: { tags },
    GenerateClientCertificate: { tags },
    CreateApiKey: { tags },
    CreateUsagePlan: { tags },
    PutIntegration: { credentials: passesRole },
    CreateAuthorizer: { authorizerCredentials: passesRole },
    UpdateIntegration: { patchOperations: patchesRole },
    UpdateAuthorizer: { patchOperations: patchesRole },
    UpdateAccount: { patchOperations: patchesRole },
  },
  resource: (operation, input, at) => gatewayArn(at, pathOf(operation, input)),
  conditions: (_operation, { tags: given, tagKeys }) => requestTagConditions(given, tagKeys),
};

type Input = Readonly<Record<string, unknown>>;

/** The path that the operation is called by: what policies name. */
function pathOf(operation: string, input: Input): string {
  const { resourceArn, restApiId, apiKey, usagePlanId } = input;
  if (typeof resourceArn === "string") return `/tags/${encodeURIComponent(resourceArn)}`;
  if (operation.includes("ApiKey")) return withId("/apikeys", apiKey);
  if (operation.includes("UsagePlanKey")) return withId(`/usageplans/${usagePlanId}/keys`, input.keyId);
  if (operation.includes("UsagePlan")) return withId("/usageplans", usagePlanId);
  if (operation.endsWith("Account")) return "/account";
  if (operation.includes("ClientCertificate")) return withId("/clientcertificates", input.clientCertificateId);
  if (operation.includes("VpcLink")) return withId("/vpclinks", input.vpcLinkId);
  const domain = withId("/domainnames", operation === "CreateDomainName" ? undefined : toLower(input.domainName));
  if (operation.includes("BasePathMapping")) return withId(`${domain}/basepathmappings`, basePathOf(operation, input));
  if (operation.includes("DomainName")) return domain;
  if (operation === "GetUsage") return `/usageplans/${usagePlanId}/usage`;
  if (typeof restApiId !== "string") return "/restapis";
  const api = `/restapis/${restApiId}`;
  const noun = operation.replace(/^(?:Create|Get|Update|Delete|Put|TestInvoke|Flush)/, "");
  const method = `${api}/resources/${input.resourceId}/methods/${input.httpMethod}`;
  if (noun === "RestApi") return api;
  if (noun === "Method") return method;
  if (noun === "MethodResponse") return `${method}/responses/${input.statusCode}`;
  if (noun === "Integration") return `${method}/integration`;
  if (noun === "IntegrationResponse") return `${method}/integration/responses/${input.statusCode}`;
  if (/^Resources?$/.test(noun)) return withId(`${api}/resources`, input.resourceId ?? input.parentId);
  if (/^Stages?$/.test(noun)) return withId(`${api}/stages`, operation === "CreateStage" ? undefined : input.stageName);
  if (/^Deployments?$/.test(noun)) return withId(`${api}/deployments`, input.deploymentId);
  if (/^Models?$/.test(noun)) return withId(`${api}/models`, input.modelName);
  if (/^Authorizers?$/.test(noun)) return withId(`${api}/authorizers`, input.authorizerId);
  if (/^RequestValidators?$/.test(noun)) return withId(`${api}/requestvalidators`, input.requestValidatorId);
  if (/^Documentation(?:Parts?|Part)$/.test(noun) || operation === "ImportDocumentationParts")
    return withId(`${api}/documentation/parts`, input.documentationPartId);
  if (/^DocumentationVersions?$/.test(noun))
    return withId(
      `${api}/documentation/versions`,
      operation.startsWith("Create") ? undefined : input.documentationVersion,
    );
  if (operation === "GetExport") return `${api}/stages/${input.stageName}/exports/${input.exportType}`;
  if (operation === "GetSdk") return `${api}/stages/${input.stageName}/sdks/${input.sdkType}`;
  if (operation === "FlushStageCache") return `${api}/stages/${input.stageName}/cache/data`;
  if (operation === "FlushStageAuthorizersCache") return `${api}/stages/${input.stageName}/cache/authorizers`;
  if (operation === "GetModelTemplate") return `${api}/models/${input.modelName}/default_template`;
  return withId(`${api}/gatewayresponses`, input.responseType);
}

/** Domain names are kept in lower case, however they are written. */
function toLower(name: unknown): unknown {
  return typeof name === "string" ? name.toLowerCase() : name;
}

function withId(path: string, id: unknown): string {
  return typeof id === "string" ? `${path}/${id}` : path;
}

function basePathOf(operation: string, { basePath }: Input): unknown {
  return operation.startsWith("Create") || operation === "GetBasePathMappings" ? undefined : basePath;
}
