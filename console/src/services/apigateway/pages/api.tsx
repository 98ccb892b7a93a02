import {
  ApiGatewayV2Client,
  DeleteRouteCommand,
  GetApiCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  GetTagsCommand,
  type Integration,
  type Route,
  type Stage,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-apigatewayv2";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense } from "react";
import { useParams, useSearchParams } from "react-router";
import { nameOfArn } from "../../../choices/choice.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";
import { invokeUrl } from "../api/invoke-url.ts";
import { apiPath } from "../paths.ts";

const WebSocketClient = lazy(() => import("./web-socket-client.tsx"));
const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

export function Component() {
  const { apiId = "" } = useParams();
  return <ApiPage key={apiId} apiId={apiId} />;
}

function ApiPage({ apiId }: { apiId: string }) {
  const client = useClient(ApiGatewayV2Client);
  const api = useLive(`apigateway/apis/${apiId}`, () => client.send(new GetApiCommand({ ApiId: apiId })));
  const [search, setSearch] = useSearchParams();
  return (
    <Page
      title={api.data?.Name ?? apiId}
      breadcrumbs={[{ text: "APIs", href: "/console/apigateway/apis" }]}
      actions={
        <RouteButton variant="primary" href={`${apiPath(apiId)}/create-route`}>
          Create route
        </RouteButton>
      }
    >
      <Loaded live={api} what={`the API ${apiId}`} feature="API Gateway">
        {({ ApiEndpoint = "", Description, ProtocolType, CreatedDate, CorsConfiguration }) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">API details</Header>}>
              <KeyValuePairs
                columns={3}
                items={[
                  { label: "API ID", value: apiId },
                  { label: "Protocol", value: ProtocolType },
                  { label: "Created", value: CreatedDate?.toISOString().slice(0, 10) ?? "-" },
                  { label: "Description", value: Description || "-" },
                  { label: "Default endpoint", value: <span className="squall-anywhere">{ApiEndpoint}</span> },
                  { label: "CORS origins", value: CorsConfiguration?.AllowOrigins?.join(", ") || "-" },
                ]}
              />
            </Container>
            <Tabs
              ariaLabel="API"
              activeTabId={search.get("tab") ?? "routes"}
              onChange={({ detail }) => setSearch({ tab: detail.activeTabId })}
              tabs={[
                { id: "routes", label: "Routes", content: <Routes apiId={apiId} /> },
                { id: "stages", label: "Stages", content: <Stages apiId={apiId} endpoint={ApiEndpoint} /> },
                ...(ProtocolType === "WEBSOCKET"
                  ? [
                      {
                        id: "test",
                        label: "Test",
                        content: (
                          <Suspense fallback={null}>
                            <WebSocketClient apiId={apiId} />
                          </Suspense>
                        ),
                      },
                    ]
                  : []),
                {
                  id: "metrics",
                  label: "Metrics",
                  content: (
                    <Suspense fallback={null}>
                      <MetricCharts
                        namespace="AWS/ApiGateway"
                        dimensions={{ ApiId: apiId }}
                        charts={ProtocolType === "WEBSOCKET" ? webSocketCharts : charts}
                      />
                    </Suspense>
                  ),
                },
                { id: "tags", label: "Tags", content: <Tags apiId={apiId} name={api.data?.Name ?? apiId} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

interface ShownRoute extends Route {
  readonly integration: Integration | undefined;
}

function Routes({ apiId: ApiId }: { apiId: string }) {
  const client = useClient(ApiGatewayV2Client);
  const confirmed = useConfirmed();
  const routes = useLive(`apigateway/routes/${ApiId}`, async (): Promise<readonly ShownRoute[]> => {
    const [{ Items: found = [] }, { Items: integrations = [] }] = await Promise.all([
      client.send(new GetRoutesCommand({ ApiId })),
      client.send(new GetIntegrationsCommand({ ApiId })),
    ]);
    return found.map((route) => ({
      ...route,
      integration: integrations.find(({ IntegrationId }) => route.Target === `integrations/${IntegrationId}`),
    }));
  });
  const remove = ({ RouteId = "", RouteKey = "" }: Route) =>
    confirmed(
      { title: `Delete route ${RouteKey}?`, body: "Requests for it are answered no more.", action: "Delete" },
      async () => {
        await client.send(new DeleteRouteCommand({ ApiId, RouteId }));
      },
      {
        done: `Successfully deleted route ${RouteKey}.`,
        failed: `The route ${RouteKey} could not be deleted`,
        onChange: routes.refresh,
      },
    );
  return (
    <ResourceTable<ShownRoute>
      id="apigateway.routes"
      title="Routes"
      noun="routes"
      feature="API Gateway"
      live={routes}
      columns={routeColumns}
      rowId={({ RouteId = "" }) => RouteId}
      rowName={({ RouteKey = "" }) => RouteKey}
      select="single"
      sortBy={{ column: "route" }}
      empty={{
        text: "No routes: every request is answered with Not Found.",
        action: <RouteButton href={`${apiPath(ApiId)}/create-route`}>Create route</RouteButton>,
      }}
      actions={([selected]) => (
        <>
          <Button disabled={!selected} onClick={() => selected && void remove(selected)}>
            Delete
          </Button>
          <RouteButton href={`${apiPath(ApiId)}/create-route`}>Create</RouteButton>
        </>
      )}
    />
  );
}

const routeColumns: readonly Column<ShownRoute>[] = [
  {
    id: "route",
    header: "Route",
    cell: ({ RouteKey }) => RouteKey,
    value: ({ RouteKey = "" }) => RouteKey,
    width: 260,
  },
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
    cell: ({ AuthorizationType }) => AuthorizationType,
    value: ({ AuthorizationType = "" }) => AuthorizationType,
    width: 140,
  },
];

function IntegrationLink({ integration }: { integration: Integration | undefined }) {
  if (!integration) return "None";
  const { IntegrationUri = "" } = integration;
  const [, arn = IntegrationUri] = /functions\/(.+)\/invocations$/.exec(IntegrationUri) ?? [];
  if (!arn.includes(":function:")) return IntegrationUri;
  const name = nameOfArn(arn);
  return (
    <>
      Lambda: <RouteLink href={`/console/lambda/functions/${name}`}>{name}</RouteLink>
    </>
  );
}

function Stages({ apiId: ApiId, endpoint }: { apiId: string; endpoint: string }) {
  const client = useClient(ApiGatewayV2Client);
  const stages = useLive(
    `apigateway/stages/${ApiId}`,
    async () => (await client.send(new GetStagesCommand({ ApiId }))).Items ?? [],
  );
  const columns: readonly Column<Stage>[] = [
    {
      id: "name",
      header: "Stage name",
      cell: ({ StageName }) => StageName,
      value: ({ StageName = "" }) => StageName,
      width: 140,
    },
    {
      id: "url",
      header: "Invoke URL",
      cell: ({ StageName = "" }) => (
        <Link href={invokeUrl(endpoint, StageName)} external externalIconAriaLabel="Opens in a new tab">
          {invokeUrl(endpoint, StageName)}
        </Link>
      ),
      value: ({ StageName = "" }) => invokeUrl(endpoint, StageName),
      width: 420,
    },
    {
      id: "deployment",
      header: "Attached deployment",
      cell: ({ DeploymentId }) => DeploymentId ?? "-",
      value: ({ DeploymentId = "" }) => DeploymentId,
      width: 160,
    },
    {
      id: "auto",
      header: "Auto deploy",
      cell: ({ AutoDeploy }) => (AutoDeploy ? "Enabled" : "Disabled"),
      value: ({ AutoDeploy }) => (AutoDeploy ? "Enabled" : "Disabled"),
      width: 120,
    },
  ];
  return (
    <ResourceTable<Stage>
      id="apigateway.stages"
      title="Stages"
      noun="stages"
      feature="API Gateway"
      live={stages}
      columns={columns}
      rowId={({ StageName = "" }) => StageName}
      rowName={({ StageName = "" }) => StageName}
      sortBy={{ column: "name" }}
      empty={{ text: "No stages: the API is not deployed." }}
    />
  );
}

function Tags({ apiId, name }: { apiId: string; name: string }) {
  const client = useClient(ApiGatewayV2Client);
  const { region } = useSession();
  const ResourceArn = `arn:aws:apigateway:${region}::/apis/${apiId}`;
  const tags = useLive(`apigateway/tags/${apiId}`, async () => {
    const { Tags: found = {} } = await client.send(new GetTagsCommand({ ResourceArn }));
    return found;
  });
  return (
    <TagsPanel
      owner={`API ${name}`}
      tags={tags}
      add={(added) => client.send(new TagResourceCommand({ ResourceArn, Tags: { ...added } }))}
      remove={(TagKeys) => client.send(new UntagResourceCommand({ ResourceArn, TagKeys }))}
    />
  );
}

/** Source: "Monitor CloudWatch metrics for HTTP APIs in API Gateway". */
const charts = toCharts([
  ["Count", "Requests", "Sum", "Count"],
  ["Latency", "Latency", "Average", "Milliseconds"],
  ["IntegrationLatency", "Integration latency", "Average", "Milliseconds"],
  ["4xx", "4xx errors", "Sum", "Count"],
  ["5xx", "5xx errors", "Sum", "Count"],
]);

const webSocketCharts = toCharts([
  ["ConnectCount", "Connections", "Sum", "Count"],
  ["MessageCount", "Messages", "Sum", "Count"],
  ["IntegrationLatency", "Integration latency", "Average", "Milliseconds"],
  ["IntegrationError", "Integration errors", "Sum", "Count"],
  ["ClientError", "Client errors", "Sum", "Count"],
]);

function toCharts(rows: readonly (readonly string[])[]) {
  return rows.map(([metric = "", title = "", statistic, unit = ""]) => ({
    metric,
    title,
    unit,
    statistic: statistic as "Sum" | "Average",
  }));
}
