import { APIGatewayClient, GetRestApiCommand } from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, useState } from "react";
import { useParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { toCharts } from "../api/charts.ts";
import { DeployDialog } from "../rest/deploy-dialog.tsx";
import { Resources } from "../rest/resources.tsx";

const Stages = lazy(async () => ({ default: (await import("../rest/stages.tsx")).Stages }));
const Authorizers = lazy(async () => ({ default: (await import("../rest/authorizers.tsx")).Authorizers }));
const Models = lazy(async () => ({ default: (await import("../rest/models.tsx")).Models }));
const GatewayResponses = lazy(async () => ({
  default: (await import("../rest/gateway-responses.tsx")).GatewayResponses,
}));
const Documentation = lazy(async () => ({ default: (await import("../rest/documentation.tsx")).Documentation }));
const Settings = lazy(async () => ({ default: (await import("../rest/settings.tsx")).Settings }));
const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

export function Component() {
  const { apiId = "" } = useParams();
  return <RestApiPage key={apiId} restApiId={apiId} />;
}

function RestApiPage({ restApiId }: { restApiId: string }) {
  const client = useClient(APIGatewayClient);
  const api = useLive(`apigateway/rest/${restApiId}`, () => client.send(new GetRestApiCommand({ restApiId })));
  const [isDeploying, setDeploying] = useState(false);
  return (
    <Page
      title={api.data?.name ?? restApiId}
      description={api.data && `REST API · ${restApiId}${api.data.description ? ` · ${api.data.description}` : ""}`}
      breadcrumbs={[{ text: "APIs", href: "/console/apigateway/apis" }]}
      actions={
        <Button variant="primary" disabled={!api.data} onClick={() => setDeploying(true)}>
          Deploy API
        </Button>
      }
    >
      <Loaded live={api} what={`the API ${restApiId}`} feature="API Gateway">
        {(found) => (
          <SpaceBetween size="l">
            <PageTabs
              label="API"
              tabs={[
                { id: "resources", label: "Resources", content: <Resources restApiId={restApiId} /> },
                { id: "stages", label: "Stages", content: <Stages restApiId={restApiId} /> },
                { id: "authorizers", label: "Authorizers", content: <Authorizers restApiId={restApiId} /> },
                { id: "models", label: "Models", content: <Models restApiId={restApiId} /> },
                {
                  id: "responses",
                  label: "Gateway responses",
                  content: <GatewayResponses restApiId={restApiId} />,
                },
                { id: "documentation", label: "Documentation", content: <Documentation restApiId={restApiId} /> },
                {
                  id: "metrics",
                  label: "Dashboard",
                  content: (
                    <MetricCharts
                      namespace="AWS/ApiGateway"
                      dimensions={{ ApiName: found.name ?? "" }}
                      charts={charts}
                    />
                  ),
                },
                {
                  id: "settings",
                  label: "API settings",
                  content: <Settings api={found} onChange={api.refresh} />,
                },
              ]}
            />
            {isDeploying && <DeployDialog restApiId={restApiId} onClose={() => setDeploying(false)} />}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

/** Source: "Amazon API Gateway dimensions and metrics". */
const charts = toCharts([
  ["Count", "API calls", "Sum", "Count"],
  ["Latency", "Latency", "Average", "Milliseconds"],
  ["IntegrationLatency", "Integration latency", "Average", "Milliseconds"],
  ["4XXError", "4xx errors", "Sum", "Count"],
  ["5XXError", "5xx errors", "Sum", "Count"],
]);
