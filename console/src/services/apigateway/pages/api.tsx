import {
  ApiGatewayV2Client,
  CreateDeploymentCommand,
  GetApiCommand,
  GetStagesCommand,
} from "@aws-sdk/client-apigatewayv2";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, useState } from "react";
import { useParams } from "react-router";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { toCharts } from "../api/charts.ts";
import { Routes } from "../v2/routes.tsx";

const Integrations = lazy(async () => ({ default: (await import("../v2/integrations.tsx")).Integrations }));
const Authorizers = lazy(async () => ({ default: (await import("../v2/authorizers.tsx")).Authorizers }));
const Stages = lazy(async () => ({ default: (await import("../v2/stages.tsx")).Stages }));
const Settings = lazy(async () => ({ default: (await import("../v2/settings.tsx")).Settings }));
const WebSocketClient = lazy(() => import("./web-socket-client.tsx"));
const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

export function Component() {
  const { apiId = "" } = useParams();
  return <ApiPage key={apiId} apiId={apiId} />;
}

/** An HTTP or a WebSocket API. */
function ApiPage({ apiId }: { apiId: string }) {
  const client = useClient(ApiGatewayV2Client);
  const api = useLive(`apigateway/apis/${apiId}`, () => client.send(new GetApiCommand({ ApiId: apiId })));
  const [isDeploying, setDeploying] = useState(false);
  return (
    <Page
      title={api.data?.Name ?? apiId}
      breadcrumbs={[{ text: "APIs", href: "/console/apigateway/apis" }]}
      actions={
        <Button variant="primary" disabled={!api.data} onClick={() => setDeploying(true)}>
          Deploy
        </Button>
      }
    >
      <Loaded live={api} what={`the API ${apiId}`} feature="API Gateway">
        {(found) => (
          <SpaceBetween size="l">
            <Details
              title="API details"
              items={[
                ["API ID", apiId],
                ["Protocol", found.ProtocolType],
                ["Created", found.CreatedDate?.toISOString().slice(0, 10)],
                ["Description", found.Description],
                ["Default endpoint", found.ApiEndpoint],
                found.ProtocolType === "WEBSOCKET"
                  ? ["Route selection expression", found.RouteSelectionExpression]
                  : ["CORS origins", found.CorsConfiguration?.AllowOrigins?.join(", ")],
              ]}
            />
            <PageTabs
              label="API"
              tabs={[
                { id: "routes", label: "Routes", content: <Routes api={found} /> },
                { id: "integrations", label: "Integrations", content: <Integrations api={found} /> },
                { id: "authorizers", label: "Authorizers", content: <Authorizers api={found} /> },
                { id: "stages", label: "Stages", content: <Stages api={found} /> },
                ...(found.ProtocolType === "WEBSOCKET"
                  ? [{ id: "test", label: "Test", content: <WebSocketClient apiId={apiId} /> }]
                  : []),
                {
                  id: "metrics",
                  label: "Metrics",
                  content: (
                    <MetricCharts
                      namespace="AWS/ApiGateway"
                      dimensions={{ ApiId: apiId }}
                      charts={found.ProtocolType === "WEBSOCKET" ? webSocketCharts : charts}
                    />
                  ),
                },
                { id: "settings", label: "Settings", content: <Settings api={found} onChange={api.refresh} /> },
              ]}
            />
            {isDeploying && <DeployDialog apiId={apiId} onClose={() => setDeploying(false)} />}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

/** What stands in the API now becomes what a stage serves. */
function DeployDialog({ apiId: ApiId, onClose }: { apiId: string; onClose: () => void }) {
  const client = useClient(ApiGatewayV2Client);
  const stages = useLive(
    `apigateway/stages-to-deploy/${ApiId}`,
    async () => (await client.send(new GetStagesCommand({ ApiId }))).Items ?? [],
    { everyMs: Number.POSITIVE_INFINITY },
  );
  return (
    <Loaded live={stages} what="the stages">
      {(found) => (
        <FieldsDialog
          title="Deploy"
          fields={[
            {
              name: "stage",
              label: "Stage",
              kind: "select",
              required: "Choose a stage that does not deploy by itself.",
              options: found
                .filter(({ AutoDeploy }) => !AutoDeploy)
                .map(({ StageName = "" }) => ({ value: StageName })),
            },
            { name: "description", label: "Deployment description" },
          ]}
          initial={{ stage: found.find(({ AutoDeploy }) => !AutoDeploy)?.StageName ?? "" }}
          submit="Deploy"
          failed="The API could not be deployed"
          done={({ stage }) => `Successfully deployed the API to stage ${stage}.`}
          save={({ stage: StageName, description }) =>
            client.send(new CreateDeploymentCommand({ ApiId, StageName, Description: description || undefined }))
          }
          onClose={onClose}
        />
      )}
    </Loaded>
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
