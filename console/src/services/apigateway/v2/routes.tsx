import {
  ApiGatewayV2Client,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  DeleteRouteCommand,
  DeleteRouteResponseCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  type Integration,
  type Route,
  UpdateRouteCommand,
} from "@aws-sdk/client-apigatewayv2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { nameOfArn } from "../../../choices/choice.ts";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { linesOf, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { makeWhole } from "../../../form/create.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { addFunctionRoute } from "../api/add-function-route.ts";
import type { ApiPartProps } from "./api-part.ts";
import { checkPath } from "./route-key.ts";

interface ShownRoute extends Route {
  readonly integration: Integration | undefined;
}

const methods = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map((value) => ({ value }));

/** What requests or messages lead to which integration. */
export function Routes({ api: { ApiId = "", ProtocolType } }: ApiPartProps) {
  const client = useClient(ApiGatewayV2Client);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const isWebSocket = ProtocolType === "WEBSOCKET";
  const parts = useLive(`apigateway/routes/${ApiId}`, async () => {
    const [{ Items: routes = [] }, { Items: integrations = [] }, { Items: authorizers = [] }] = await Promise.all([
      client.send(new GetRoutesCommand({ ApiId, MaxResults: "500" })),
      client.send(new GetIntegrationsCommand({ ApiId, MaxResults: "500" })),
      client.send(new GetAuthorizersCommand({ ApiId, MaxResults: "500" })),
    ]);
    const shown: readonly ShownRoute[] = routes.map((route) => ({
      ...route,
      integration: integrations.find(({ IntegrationId }) => route.Target === `integrations/${IntegrationId}`),
    }));
    return { routes: shown, integrations, authorizers };
  });
  const { integrations = [], authorizers = [] } = parts.data ?? {};
  const fields: readonly FieldDescription[] = [
    {
      name: "to",
      label: "Integration",
      kind: "select",
      options: [
        { value: "function", label: "A Lambda function" },
        ...integrations.map((one) => ({
          value: `integrations/${one.IntegrationId}`,
          label: `${one.IntegrationId}: ${nameOfIntegration(one)}`,
        })),
      ],
    },
    {
      name: "functionArn",
      label: "Lambda function",
      description: "The function that answers.",
      kind: "choice",
      useChoices: useFunctionChoices,
      required: "Choose a function, or enter its ARN.",
      problem: (arn) =>
        /^arn:aws[a-z-]*:lambda:/.test(arn) ? undefined : "Enter the ARN of a function: arn:aws:lambda:…",
      shown: ({ to }) => to === "function",
    },
    {
      name: "authorization",
      label: "Authorization",
      kind: "select",
      options: [
        { value: "NONE", label: "None", description: "Anybody who knows the address may call it." },
        { value: "AWS_IAM", label: "IAM", description: "Callers sign, and need execute-api:Invoke." },
        ...authorizers.map(({ AuthorizerId = "", Name, AuthorizerType }) => ({
          ...{ value: AuthorizerId, label: Name, description: AuthorizerType },
        })),
      ],
      // Of a WebSocket API only the connection is authorized.
      shown: ({ key }) => !isWebSocket || key === "$connect",
    },
    {
      name: "scopes",
      label: "Authorization scopes",
      kind: "area",
      rows: 2,
      constraint: "One a line.",
      shown: ({ authorization }) => isJwt(authorization),
    },
    {
      name: "answers",
      label: "Two-way communication",
      kind: "check",
      text: "The integration's answer is sent back to the client",
      shown: () => isWebSocket,
    },
  ];
  const isJwt = (id: string | undefined) =>
    authorizers.some((one) => one.AuthorizerId === id && one.AuthorizerType === "JWT");
  const keyFields: readonly FieldDescription[] = isWebSocket
    ? [
        {
          name: "key",
          label: "Route key",
          description: "$connect, $disconnect, $default, or what the selection expression gives.",
          required: "Enter a route key.",
          problem: (key) => (/^\S{1,512}$/.test(key) ? undefined : "A route key has no spaces."),
        },
      ]
    : [
        { name: "method", label: "Method", kind: "select", options: methods, shown: ({ path }) => path !== "$default" },
        {
          name: "path",
          label: "Path",
          description:
            "{name} takes one segment, {proxy+} at the end what is left; $default takes what no other route takes.",
          required: "Enter a path.",
          problem: checkPath,
        },
      ];
  /** How a route is authorized, as the API has it. */
  const authorizationOf = ({ authorization = "NONE", scopes }: Values) => {
    const chosen = authorizers.find(({ AuthorizerId }) => AuthorizerId === authorization);
    if (!chosen) return { AuthorizationType: authorization as "NONE" | "AWS_IAM", AuthorizerId: undefined };
    const AuthorizationType = chosen.AuthorizerType === "JWT" ? ("JWT" as const) : ("CUSTOM" as const);
    const AuthorizationScopes = chosen.AuthorizerType === "JWT" ? linesOf(scopes) : undefined;
    return { AuthorizationType, AuthorizerId: chosen.AuthorizerId, AuthorizationScopes };
  };
  const setAnswers = async (RouteId: string | undefined, answers: boolean) => {
    await client.send(
      new UpdateRouteCommand({ ApiId, RouteId, RouteResponseSelectionExpression: answers ? "$default" : "" }),
    );
    const { Items = [] } = await client.send(new GetRouteResponsesCommand({ ApiId, RouteId }));
    if (answers && Items.length === 0)
      await client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
    if (!answers)
      for (const { RouteResponseId } of Items)
        await client.send(new DeleteRouteResponseCommand({ ApiId, RouteId, RouteResponseId }));
  };
  const create = (values: Values) =>
    makeWhole(async (made) => {
      const { key = "", method = "ANY", path = "", to = "", functionArn = "", answers } = values;
      const routeKey = isWebSocket ? key : path === "$default" ? path : `${method} ${path}`;
      let RouteId: string | undefined;
      const authorization = authorizationOf(values);
      if (to === "function") {
        const route = { apiId: ApiId, routeKey, functionArn, isWebSocket, at: { account, region } };
        RouteId = await addFunctionRoute(client, lambda, { ...route, authorization }, made);
      } else {
        const route = await client.send(
          new CreateRouteCommand({ ApiId, RouteKey: routeKey, Target: to, ...authorization }),
        );
        ({ RouteId } = route);
        made("the route", () => client.send(new DeleteRouteCommand({ ApiId, RouteId })));
      }
      if (answers === "true") await setAnswers(RouteId, true);
    });
  return (
    <PartTable<ShownRoute>
      id="apigateway.routes"
      title="Routes"
      noun="routes"
      one="route"
      live={{ ...parts, data: parts.data?.routes }}
      rowId={({ RouteId = "" }) => RouteId}
      name={({ RouteKey = "" }) => RouteKey}
      columns={[
        { id: "route", header: "Route", cell: (one) => one.RouteKey, value: (one) => one.RouteKey, width: 260 },
        {
          id: "integration",
          header: "Integration",
          cell: ({ integration }) => <IntegrationLink integration={integration} />,
          value: ({ integration }) => integration?.IntegrationUri ?? "",
          width: 320,
        },
        {
          id: "authorization",
          header: "Authorization",
          cell: ({ AuthorizationType, AuthorizerId }) =>
            authorizers.find((one) => one.AuthorizerId === AuthorizerId)?.Name ?? AuthorizationType,
          value: ({ AuthorizationType }) => AuthorizationType,
          width: 150,
        },
      ]}
      empty={
        isWebSocket ? "No routes: every message is refused." : "No routes: every request is answered with Not Found."
      }
      create={{
        text: "Create route",
        fields: [...keyFields, ...fields],
        initial: { method: "GET", path: "/", to: "function", authorization: "NONE" },
        save: create,
        done: ({ key, method, path }) =>
          `Successfully created route ${isWebSocket ? key : path === "$default" ? path : `${method} ${path}`}.`,
      }}
      edit={{
        fields: fields.filter(({ name }) => name !== "functionArn").map(withoutFunction),
        initial: ({ Target = "", AuthorizerId, AuthorizationType = "NONE", AuthorizationScopes, ...route }) => ({
          key: route.RouteKey ?? "",
          to: Target,
          authorization: AuthorizerId ?? AuthorizationType,
          scopes: AuthorizationScopes?.join("\n") ?? "",
          answers: route.RouteResponseSelectionExpression ? "true" : "",
        }),
        save: async ({ RouteId, RouteResponseSelectionExpression }, values) => {
          const { AuthorizerId = "", ...authorization } = authorizationOf(values);
          await client.send(
            new UpdateRouteCommand({
              ApiId,
              RouteId,
              Target: values.to,
              ...authorization,
              AuthorizerId: AuthorizerId || undefined,
            }),
          );
          const answers = values.answers === "true";
          if (isWebSocket && answers !== Boolean(RouteResponseSelectionExpression)) await setAnswers(RouteId, answers);
        },
      }}
      remove={{
        body: () => (isWebSocket ? "Its messages go to the default route." : "Requests for it are answered no more."),
        run: ({ RouteId }) => client.send(new DeleteRouteCommand({ ApiId, RouteId })),
      }}
    />
  );
}

/** A route that is there leads to an integration that is there. */
function withoutFunction(field: FieldDescription): FieldDescription {
  if (field.kind !== "select" || field.name !== "to" || typeof field.options === "function") return field;
  return { ...field, options: field.options.filter(({ value }) => value !== "function") };
}

/** A function's name, a URL, or what is a mock. */
export function nameOfIntegration({ IntegrationUri = "", IntegrationType, IntegrationSubtype }: Integration): string {
  const [, arn = IntegrationUri] = /functions\/(.+)\/invocations$/.exec(IntegrationUri) ?? [];
  return arn.includes(":function:") ? nameOfArn(arn) : arn || IntegrationSubtype || IntegrationType || "";
}

function IntegrationLink({ integration }: { integration: Integration | undefined }) {
  if (!integration) return "None";
  const name = nameOfIntegration(integration);
  if (!integration.IntegrationUri?.includes(":function:")) return name;
  return (
    <>
      Lambda: <RouteLink href={`/console/lambda/functions/${name}`}>{name}</RouteLink>
    </>
  );
}
