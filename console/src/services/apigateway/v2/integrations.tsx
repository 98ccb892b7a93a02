import {
  ApiGatewayV2Client,
  CreateIntegrationCommand,
  DeleteIntegrationCommand,
  GetIntegrationsCommand,
  type Integration,
  type IntegrationType,
  UpdateIntegrationCommand,
} from "@aws-sdk/client-apigatewayv2";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { useRoleChoices } from "../../../choices/roles.ts";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import { numberBetween, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import type { ApiPartProps } from "./api-part.ts";
import { nameOfIntegration } from "./routes.tsx";

const isOf =
  (...types: readonly string[]) =>
  ({ type = "" }: Values) =>
    types.includes(type);

const httpTypes = [
  { value: "lambda", label: "Lambda function" },
  { value: "HTTP_PROXY", label: "HTTP URI" },
  { value: "service", label: "AWS service" },
];
const webSocketTypes = [
  { value: "lambda", label: "Lambda function" },
  { value: "HTTP_PROXY", label: "HTTP proxy" },
  { value: "HTTP", label: "HTTP, with templates" },
  { value: "MOCK", label: "Mock" },
];

/** Source: "Integration subtype reference". */
const subtypes = [
  "EventBridge-PutEvents",
  "SQS-SendMessage",
  "SQS-ReceiveMessage",
  "SQS-DeleteMessage",
  "SQS-PurgeQueue",
  "Kinesis-PutRecord",
  "StepFunctions-StartExecution",
  "StepFunctions-StartSyncExecution",
  "StepFunctions-StopExecution",
].map((value) => ({ value }));

/** What answers, apart from the routes that lead there. */
export function Integrations({ api: { ApiId = "", ProtocolType } }: ApiPartProps) {
  const client = useClient(ApiGatewayV2Client);
  const { region } = useSession();
  const isWebSocket = ProtocolType === "WEBSOCKET";
  const integrations = useLive(
    `apigateway/integrations/${ApiId}`,
    async () => (await client.send(new GetIntegrationsCommand({ ApiId, MaxResults: "500" }))).Items ?? [],
  );
  const fields: readonly FieldDescription[] = [
    { name: "type", label: "Integration type", kind: "select", options: isWebSocket ? webSocketTypes : httpTypes },
    {
      name: "functionArn",
      label: "Lambda function",
      kind: "choice",
      useChoices: useFunctionChoices,
      required: "Choose a function, or enter its ARN.",
      shown: isOf("lambda"),
    },
    {
      name: "version",
      label: "Payload format version",
      kind: "select",
      options: [{ value: "2.0" }, { value: "1.0" }],
      shown: (values) => !isWebSocket && values.type === "lambda",
    },
    {
      name: "url",
      label: "URL",
      required: "Enter the URL.",
      problem: (url) => (/^https?:\/\/\S+/.test(url) ? undefined : "Enter a URL: https://example.com/{proxy}."),
      shown: isOf("HTTP_PROXY", "HTTP"),
    },
    {
      name: "method",
      label: "HTTP method",
      kind: "select",
      options: ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE"].map((value) => ({ value })),
      shown: isOf("HTTP_PROXY", "HTTP"),
    },
    {
      name: "subtype",
      label: "Action",
      kind: "select",
      options: subtypes,
      required: "Choose an action.",
      shown: isOf("service"),
    },
    {
      name: "role",
      label: "Invocation role",
      kind: "choice",
      useChoices: useRoleChoices,
      required: "Choose a role that may do it.",
      shown: isOf("service"),
    },
    {
      name: "parameters",
      label: "Parameter mapping",
      kind: "pairs",
      add: "Add parameter",
      empty: "No parameters.",
      description:
        "overwrite:path, append:header.NAME and others, from $request.header.NAME, $context.requestId or a text.",
      shown: () => !isWebSocket,
    },
    { name: "timeout", label: "Timeout in milliseconds", problem: numberBetween(50, 30_000) },
    { name: "description", label: "Description" },
  ];
  const settingsOf = ({
    type,
    functionArn,
    version,
    url,
    method,
    subtype,
    role,
    parameters,
    timeout,
    description,
  }: Values) => {
    const uri = isWebSocket
      ? `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`
      : functionArn;
    return {
      ApiId,
      IntegrationType: (type === "lambda" || type === "service" ? "AWS_PROXY" : type) as IntegrationType,
      IntegrationSubtype: type === "service" ? subtype : undefined,
      CredentialsArn: type === "service" ? role : undefined,
      IntegrationUri: type === "lambda" ? uri : type === "service" || type === "MOCK" ? undefined : url,
      IntegrationMethod: type === "lambda" ? "POST" : type === "HTTP_PROXY" || type === "HTTP" ? method : undefined,
      PayloadFormatVersion: isWebSocket ? undefined : type === "lambda" ? version : "1.0",
      RequestParameters: isWebSocket ? undefined : (recordOf(parameters) ?? {}),
      TimeoutInMillis: timeout ? Number(timeout) : undefined,
      Description: description || undefined,
    };
  };
  return (
    <PartTable<Integration>
      id="apigateway.integrations"
      title="Integrations"
      noun="integrations"
      one="integration"
      live={integrations}
      rowId={({ IntegrationId = "" }) => IntegrationId}
      name={({ IntegrationId = "" }) => IntegrationId}
      columns={[
        { id: "to", header: "Integration", cell: nameOfIntegration, value: nameOfIntegration, width: 320 },
        {
          id: "type",
          header: "Type",
          cell: (one) => one.IntegrationType,
          value: (one) => one.IntegrationType,
          width: 140,
        },
        { id: "id", header: "ID", cell: (one) => one.IntegrationId, value: (one) => one.IntegrationId, width: 130 },
        { id: "description", header: "Description", cell: (one) => one.Description || "-", width: 180 },
      ]}
      empty="No integrations: a route needs one."
      create={{
        text: "Create integration",
        fields,
        initial: { type: "lambda", version: "2.0", method: "ANY" },
        save: (values) => client.send(new CreateIntegrationCommand(settingsOf(values))),
      }}
      edit={{
        fields,
        initial: (one) => ({
          type: one.IntegrationSubtype
            ? "service"
            : one.IntegrationType === "AWS_PROXY"
              ? "lambda"
              : (one.IntegrationType ?? ""),
          functionArn: /functions\/(.+)\/invocations$/.exec(one.IntegrationUri ?? "")?.[1] ?? one.IntegrationUri ?? "",
          version: one.PayloadFormatVersion ?? "2.0",
          url: one.IntegrationUri ?? "",
          method: one.IntegrationMethod ?? "ANY",
          subtype: one.IntegrationSubtype ?? "",
          role: one.CredentialsArn ?? "",
          parameters: pairsText(one.RequestParameters),
          timeout: String(one.TimeoutInMillis ?? ""),
          description: one.Description ?? "",
        }),
        save: (one, values) => {
          const gone = Object.keys(one.RequestParameters ?? {}).map((name) => [name, ""]);
          const { RequestParameters, ...settings } = settingsOf(values);
          return client.send(
            new UpdateIntegrationCommand({
              ...settings,
              IntegrationId: one.IntegrationId,
              // A parameter without a value is taken out.
              RequestParameters: RequestParameters && { ...Object.fromEntries(gone), ...RequestParameters },
            }),
          );
        },
      }}
      remove={{
        body: () => "Routes that lead there must lead elsewhere first.",
        run: ({ IntegrationId }) => client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId })),
      }}
    />
  );
}
