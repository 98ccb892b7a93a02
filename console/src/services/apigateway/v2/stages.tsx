import {
  ApiGatewayV2Client,
  CreateStageCommand,
  DeleteAccessLogSettingsCommand,
  DeleteStageCommand,
  GetStagesCommand,
  type Stage,
  UpdateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import Link from "@cloudscape-design/components/link";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import { numberBetween, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { invokeUrl } from "../api/invoke-url.ts";
import { logGroupField } from "../log-group-field.ts";
import type { ApiPartProps } from "./api-part.ts";

const defaultFormat =
  '{ "requestId":"$context.requestId", "ip": "$context.identity.sourceIp", "requestTime":"$context.requestTime", "routeKey":"$context.routeKey", "status":"$context.status", "responseLength":"$context.responseLength" }';

const nameField = (isWebSocket: boolean): FieldDescription => ({
  name: "name",
  label: "Stage name",
  required: "Enter a name for the stage.",
  constraint: isWebSocket ? undefined : "$default is reached without a name in the path.",
  problem: (name) =>
    /^[\w-]{1,128}$/.test(name) || (!isWebSocket && name === "$default")
      ? undefined
      : "Use only letters, digits, hyphens and underscores, up to 128.",
});

const fields: readonly FieldDescription[] = [
  { name: "description", label: "Description" },
  {
    name: "auto",
    label: "Deployments",
    kind: "check",
    text: "Automatic deployment: each change is served at once",
  },
  {
    name: "variables",
    label: "Stage variables",
    kind: "pairs",
    add: "Add stage variable",
    empty: "No stage variables.",
  },
  { name: "rate", label: "Rate: requests per second", problem: numberBetween(0, 1_000_000) },
  { name: "burst", label: "Burst: requests at once", problem: numberBetween(0, 1_000_000) },
  { name: "metrics", label: "Metrics", kind: "check", text: "Detailed metrics of routes" },
  logGroupField,
  {
    name: "format",
    label: "Log format",
    kind: "area",
    rows: 4,
    required: "Enter a format.",
    problem: (format) => (format.includes("$context.") ? undefined : "It needs a $context variable."),
    shown: ({ group }) => Boolean(group),
  },
];

/** Under which names an API is served, and how. */
export function Stages({ api: { ApiId = "", ApiEndpoint = "", ProtocolType } }: ApiPartProps) {
  const client = useClient(ApiGatewayV2Client);
  const isWebSocket = ProtocolType === "WEBSOCKET";
  const stages = useLive(
    `apigateway/stages/${ApiId}`,
    async () => (await client.send(new GetStagesCommand({ ApiId, MaxResults: "500" }))).Items ?? [],
  );
  const settingsOf = ({ description, auto, variables, rate, burst, metrics, group, format }: Values) => ({
    ApiId,
    Description: description || undefined,
    AutoDeploy: auto === "true",
    StageVariables: recordOf(variables) ?? {},
    DefaultRouteSettings: {
      DetailedMetricsEnabled: metrics === "true",
      ...(rate && { ThrottlingRateLimit: Number(rate) }),
      ...(burst && { ThrottlingBurstLimit: Number(burst) }),
    },
    AccessLogSettings: group ? { DestinationArn: group, Format: format } : undefined,
  });
  return (
    <PartTable<Stage>
      id="apigateway.stages"
      title="Stages"
      noun="stages"
      one="stage"
      live={stages}
      rowId={({ StageName = "" }) => StageName}
      name={({ StageName = "" }) => StageName}
      columns={[
        { id: "name", header: "Stage name", cell: (one) => one.StageName, value: (one) => one.StageName, width: 140 },
        {
          id: "url",
          header: "Invoke URL",
          cell: ({ StageName = "" }) =>
            isWebSocket ? (
              invokeUrl(ApiEndpoint, StageName)
            ) : (
              <Link href={invokeUrl(ApiEndpoint, StageName)} external externalIconAriaLabel="Opens in a new tab">
                {invokeUrl(ApiEndpoint, StageName)}
              </Link>
            ),
          value: ({ StageName = "" }) => invokeUrl(ApiEndpoint, StageName),
          width: 400,
        },
        { id: "deployment", header: "Attached deployment", cell: (one) => one.DeploymentId ?? "-", width: 170 },
        { id: "auto", header: "Auto deploy", cell: (one) => (one.AutoDeploy ? "Enabled" : "Disabled"), width: 120 },
        {
          id: "logs",
          header: "Access logs",
          cell: (one) => <LogLink arn={one.AccessLogSettings?.DestinationArn} />,
          width: 180,
        },
      ]}
      empty="No stages: the API is not deployed."
      create={{
        text: "Create stage",
        fields: [nameField(isWebSocket), ...fields],
        initial: { auto: "true", format: defaultFormat },
        save: ({ name: StageName, ...values }) =>
          client.send(new CreateStageCommand({ ...settingsOf(values), StageName })),
        done: ({ name }) => `Successfully created stage ${name}.`,
      }}
      edit={{
        fields,
        initial: ({ Description, AutoDeploy, StageVariables, DefaultRouteSettings, AccessLogSettings }) => ({
          description: Description ?? "",
          auto: AutoDeploy ? "true" : "",
          variables: pairsText(StageVariables),
          rate: String(DefaultRouteSettings?.ThrottlingRateLimit ?? ""),
          burst: String(DefaultRouteSettings?.ThrottlingBurstLimit ?? ""),
          metrics: DefaultRouteSettings?.DetailedMetricsEnabled ? "true" : "",
          group: AccessLogSettings?.DestinationArn ?? "",
          format: AccessLogSettings?.Format ?? defaultFormat,
        }),
        save: async ({ StageName, AccessLogSettings, StageVariables }, values) => {
          const settings = settingsOf(values);
          const gone = Object.keys(StageVariables ?? {}).map((name) => [name, ""]);
          await client.send(
            new UpdateStageCommand({
              ...settings,
              StageName,
              // A variable without a value is taken out.
              StageVariables: { ...Object.fromEntries(gone), ...settings.StageVariables },
            }),
          );
          if (AccessLogSettings && !values.group)
            await client.send(new DeleteAccessLogSettingsCommand({ ApiId, StageName }));
        },
      }}
      remove={{
        body: () => "Its address answers no more.",
        run: ({ StageName }) => client.send(new DeleteStageCommand({ ApiId, StageName })),
      }}
    />
  );
}

function LogLink({ arn }: { arn: string | undefined }) {
  const group = /:log-group:([^:]+)/.exec(arn ?? "")?.[1];
  if (group === undefined) return arn ?? "-";
  return <RouteLink href={`/console/cloudwatch/log-groups/${encodeURIComponent(group)}`}>{group}</RouteLink>;
}
