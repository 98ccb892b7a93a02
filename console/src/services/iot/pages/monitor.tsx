import {
  GetIndexingConfigurationCommand,
  IoTClient,
  SearchIndexCommand,
  UpdateIndexingConfigurationCommand,
} from "@aws-sdk/client-iot";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import LineChart from "@cloudscape-design/components/line-chart";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

/** How many devices are connected, and what they do. */
export function Component() {
  return (
    <Page title="Monitor" breadcrumbs={[]} description="Devices that are connected now, and what they have done.">
      <SpaceBetween size="l">
        <ConnectedDevices />
        <Suspense fallback={null}>
          <MetricCharts namespace="AWS/IoT" dimensions={{ Protocol: "MQTT" }} charts={charts} />
        </Suspense>
      </SpaceBetween>
    </Page>
  );
}

/** Source: "AWS IoT metrics and dimensions", message broker metrics. */
const charts = (
  [
    ["Connect.Success", "Connections"],
    ["PublishIn.Success", "Messages from devices"],
    ["PublishOut.Success", "Messages to devices"],
    ["Subscribe.Success", "Subscriptions"],
  ] as const
).map(([metric, title]) => ({ metric, title, unit: "Count", statistic: "Sum" as const }));

interface Sample {
  readonly time: Date;
  readonly connected: number;
}

/** What a chart of two seconds a point can show of the last minutes. */
const mostSamples = 300;
/** Pages of the index that are counted. */
const mostPages = 10;

function ConnectedDevices() {
  const client = useClient(IoTClient);
  const notify = useNotify();
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const indexing = useLive("iot/indexing", async () => {
    const { thingIndexingConfiguration } = await client.send(new GetIndexingConfigurationCommand({}));
    return thingIndexingConfiguration?.thingConnectivityIndexingMode === "STATUS";
  });
  const isOn = indexing.data === true;
  useLive(
    `iot/connected/${isOn}`,
    async () => {
      const connected = await countConnected(client);
      setSamples((before) => [...before.slice(1 - mostSamples), { time: new Date(), connected }]);
      return connected;
    },
    { enabled: isOn, everyMs: 2_000 },
  );
  const turnOn = useAction(
    async () => {
      await client.send(
        new UpdateIndexingConfigurationCommand({
          thingIndexingConfiguration: { thingIndexingMode: "REGISTRY", thingConnectivityIndexingMode: "STATUS" },
        }),
      );
      indexing.refresh();
    },
    (error) => notify.error("Fleet indexing could not be turned on", error),
  );
  const last = samples.at(-1)?.connected ?? 0;
  return (
    <Container header={<Header variant="h2">Connected devices</Header>}>
      <Loaded live={indexing} what="the index" feature="fleet indexing">
        {(isIndexed) =>
          isIndexed ? (
            <SpaceBetween size="s">
              <Box variant="awsui-value-large" data-testid="connected">
                {last}
              </Box>
              <LineChart
                height={200}
                ariaLabel="Connected devices"
                hideFilter
                hideLegend
                xScaleType="time"
                xTitle=""
                yTitle="Things"
                yDomain={[0, Math.max(1, ...samples.map(({ connected }) => connected)) * 1.1]}
                series={[
                  {
                    type: "line",
                    title: "Connected",
                    data: samples.map(({ time, connected }) => ({ x: time, y: connected })),
                  },
                ]}
                empty={<Box color="text-body-secondary">Nothing has been counted yet.</Box>}
              />
              <Box color="text-body-secondary">
                Things whose client is connected, counted every two seconds while this page is open.
              </Box>
            </SpaceBetween>
          ) : (
            <Alert
              type="info"
              header="Fleet indexing of connectivity is off"
              action={
                <Button loading={turnOn.isRunning} onClick={() => void turnOn.run()}>
                  Turn on
                </Button>
              }
            >
              AWS counts connected things by the fleet index.
            </Alert>
          )
        }
      </Loaded>
    </Container>
  );
}

async function countConnected(client: IoTClient): Promise<number> {
  let connected = 0;
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const found = await client.send(
      new SearchIndexCommand({ queryString: "connectivity.connected:true", maxResults: 500, nextToken }),
    );
    connected += found.things?.length ?? 0;
    nextToken = found.nextToken;
    if (!nextToken) break;
  }
  return connected;
}
