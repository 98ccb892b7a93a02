import { defaultRoute, parseRouteKey } from "../../execute-api/route-key.ts";
import type { ApiRecord } from "../apis/api.ts";
import type { Snapshot } from "../deployments/snapshot-store.ts";
import type { AuthorizerRecord, IntegrationRecord, RouteRecord } from "../parts/part.ts";

type Made = Record<string, unknown>;

export interface HttpApiParts {
  readonly api: ApiRecord;
  readonly snapshot: Pick<Snapshot, "routes" | "integrations" | "authorizers">;
  /** Empty for what the API is now, and for `$default`. */
  readonly stageName: string;
  readonly region: string;
  /** With AWS's own: integrations, authorizers, CORS. */
  readonly withExtensions: boolean;
}

/** An HTTP API as a document. Source: "Export an HTTP API", and documents that AWS has made. */
export function toOpenApi(parts: HttpApiParts): Made {
  const { api, snapshot, stageName, region, withExtensions } = parts;
  const host = `${api.ApiId}.execute-api.${region}.amazonaws.com`;
  const paths: Record<string, Made> = {};
  for (const route of snapshot.routes.toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1))) {
    const path = pathOf(route);
    const method = methodOf(route);
    paths[path] ??= {};
    const name = method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();
    paths[path][name] = toOperation(parts, route, path, method);
  }
  const schemes = withExtensions ? toSchemes(snapshot) : {};
  const tags = Object.entries(api.Tags).map(([name, value]) => ({ name, "x-amazon-apigateway-tag-value": value }));
  return {
    openapi: "3.0.1",
    info: {
      title: api.Name,
      ...(api.Description && { description: api.Description }),
      version: api.Version ?? `${new Date(api.CreatedMs).toISOString().replace("T", " ").slice(0, 19)}UTC`,
    },
    servers: [{ url: `https://${host}/{basePath}`, variables: { basePath: { default: stageName } } }],
    ...(tags.length > 0 && { tags }),
    paths,
    ...(Object.keys(schemes).length > 0 && { components: { securitySchemes: schemes } }),
    ...(withExtensions && api.CorsConfiguration && { "x-amazon-apigateway-cors": lowered(api.CorsConfiguration) }),
    ...(withExtensions && { "x-amazon-apigateway-importexport-version": "1.0" }),
  };
}

function pathOf({ RouteKey }: RouteRecord): string {
  return RouteKey === defaultRoute ? `/${defaultRoute}` : RouteKey.slice(RouteKey.indexOf(" ") + 1);
}

function methodOf({ RouteKey }: RouteRecord): string {
  return RouteKey === defaultRoute ? "ANY" : (RouteKey.split(" ")[0] ?? "ANY");
}

function toOperation(
  { snapshot, withExtensions }: HttpApiParts,
  route: RouteRecord,
  path: string,
  method: string,
): Made {
  const { RouteKey, OperationName, AuthorizationType, AuthorizerId, AuthorizationScopes, Target } = route;
  const isDefault = RouteKey === defaultRoute;
  const parameters = (parseRouteKey(RouteKey)?.segments ?? []).flatMap((segment) => {
    if (segment.kind === "text") return [];
    const name = segment.kind === "greedy" ? `${segment.name}+` : segment.name;
    const description = `Generated path parameter for ${name}`;
    return [{ name, in: "path", description, required: true, schema: { type: "string" } }];
  });
  const integration = snapshot.integrations.find(({ IntegrationId }) => `integrations/${IntegrationId}` === Target);
  const authorizer = snapshot.authorizers.find((each) => each.AuthorizerId === AuthorizerId);
  const what = isDefault ? defaultRoute : `${method} ${path}`;
  return {
    ...(OperationName && { operationId: OperationName }),
    ...(parameters.length > 0 && { parameters }),
    responses: { default: { description: `Default response for ${what}` } },
    ...(authorizer && withExtensions && { security: [{ [authorizer.Name]: AuthorizationScopes ?? [] }] }),
    ...(withExtensions && AuthorizationType === "AWS_IAM" && { "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
    ...(withExtensions && integration && { "x-amazon-apigateway-integration": toIntegration(integration) }),
    ...(withExtensions && isDefault && { isDefaultRoute: true }),
  };
}

function toIntegration(given: IntegrationRecord): Made {
  const { IntegrationType, IntegrationMethod, IntegrationUri, IntegrationSubtype, CredentialsArn } = given;
  const { RequestParameters, ResponseParameters, TimeoutInMillis, Description } = given;
  return {
    ...(Description && { description: Description }),
    ...(IntegrationSubtype !== undefined && { integrationSubtype: IntegrationSubtype }),
    ...(CredentialsArn !== undefined && { credentials: CredentialsArn }),
    ...(RequestParameters && Object.keys(RequestParameters).length > 0 && { requestParameters: RequestParameters }),
    ...(ResponseParameters && Object.keys(ResponseParameters).length > 0 && { responseParameters: ResponseParameters }),
    payloadFormatVersion: given.PayloadFormatVersion,
    type: IntegrationType?.toLowerCase(),
    ...(IntegrationMethod !== undefined && { httpMethod: IntegrationMethod }),
    ...(IntegrationUri !== undefined && { uri: IntegrationUri }),
    connectionType: given.ConnectionType,
    ...(TimeoutInMillis !== undefined && TimeoutInMillis !== 30_000 && { timeoutInMillis: TimeoutInMillis }),
  };
}

function toSchemes({ authorizers }: HttpApiParts["snapshot"]): Made {
  return Object.fromEntries(authorizers.map((authorizer) => [authorizer.Name, toScheme(authorizer)]));
}

function toScheme(authorizer: AuthorizerRecord): Made {
  const { AuthorizerType, IdentitySource = [], JwtConfiguration } = authorizer;
  const identitySource = IdentitySource.join(",");
  if (AuthorizerType === "JWT") {
    const { Audience = [], Issuer } = JwtConfiguration ?? {};
    const jwtConfiguration = { audience: Audience, issuer: Issuer };
    return {
      type: "oauth2",
      flows: {},
      "x-amazon-apigateway-authorizer": { identitySource, jwtConfiguration, type: "jwt" },
    };
  }
  const ttl = authorizer.AuthorizerResultTtlInSeconds;
  return {
    type: "apiKey",
    name: /^\$request\.header\.(.+)$/.exec(IdentitySource[0] ?? "")?.[1] ?? "Unused",
    in: "header",
    "x-amazon-apigateway-authorizer": {
      identitySource,
      authorizerUri: authorizer.AuthorizerUri,
      ...(authorizer.AuthorizerCredentialsArn && { authorizerCredentials: authorizer.AuthorizerCredentialsArn }),
      authorizerPayloadFormatVersion: authorizer.AuthorizerPayloadFormatVersion,
      ...(ttl !== undefined && { authorizerResultTtlInSeconds: ttl }),
      ...(authorizer.EnableSimpleResponses !== undefined && {
        enableSimpleResponses: authorizer.EnableSimpleResponses,
      }),
      type: "request",
    },
  };
}

/** `AllowOrigins` → `allowOrigins` */
function lowered(members: object): Made {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [`${name[0]?.toLowerCase()}${name.slice(1)}`, value]),
  );
}
