import { GetFunctionEventInvokeConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { LeaveGuard } from "../../../form/leave-guard.tsx";
import { saveFile } from "../../../live/save-file.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useFunction } from "../api.ts";
import { CodeTab } from "../code/code-tab.tsx";
import { useCodeSource } from "../code/use-code-source.ts";
import { ConfigurationTab } from "../configuration/configuration-tab.tsx";
import { MonitorTab } from "../monitor/monitor-tab.tsx";
import { Overview } from "../overview/overview.tsx";
import { RuntimeNotice } from "../overview/runtime-notice.tsx";
import { TestTab } from "../test/test-tab.tsx";
import { useTestRun } from "../test/use-test-run.ts";
import { useTriggers } from "../triggers/use-triggers.ts";
import { AliasDialog } from "../versions/alias-dialog.tsx";
import { Aliases } from "../versions/aliases.tsx";
import { usePublish } from "../versions/use-publish.tsx";
import { Versions } from "../versions/versions.tsx";
import { useDeleteFunctions } from "./functions.tsx";

export function Component() {
  const { name = "" } = useParams();
  // Another function is another page, with its own unsaved changes.
  return <FunctionPage key={name} name={name} />;
}

function FunctionPage({ name }: { name: string }) {
  const live = useFunction(name);
  const [search, setSearch] = useSearchParams();
  const source = useCodeSource(name, live.data, live.refresh);
  const run = useTestRun(name);
  const triggers = useTriggers(name, live.data?.Configuration?.FunctionArn);
  const configuration = live.data?.Configuration;
  const breadcrumbs = [{ text: "Functions", href: "/console/lambda/functions" }];
  const client = useClient(LambdaClient);
  const [isMakingAlias, setMakingAlias] = useState(false);
  const downloadSam = async () => {
    const { toSamTemplate } = await import("../sam-template.ts");
    const eventInvoke = await client
      .send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name }))
      .catch(() => undefined);
    const parts = { configuration: configuration!, triggers: triggers.data ?? [], tags: live.data?.Tags, eventInvoke };
    saveFile(`${name}.yaml`, toSamTemplate(parts), "application/yaml");
  };
  const openTab = (tab: string) => setSearch({ tab });

  if (!configuration) {
    return (
      <Page title={name} breadcrumbs={breadcrumbs}>
        {live.isLoading ? (
          <StatusIndicator type="loading">Loading the function</StatusIndicator>
        ) : (
          <ErrorAlert
            error={live.error}
            title={`The function ${name} could not be read`}
            onRetry={live.refresh}
            action={<RouteButton href="/console/lambda/functions">Functions</RouteButton>}
          />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={name}
      breadcrumbs={breadcrumbs}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <CopyToClipboard
            copyButtonText="Copy ARN"
            textToCopy={configuration.FunctionArn ?? ""}
            copySuccessText="ARN copied"
            copyErrorText="The browser refused to copy"
          />
          <FunctionActions
            name={name}
            onPublished={() => openTab("versions")}
            onCreateAlias={() => setMakingAlias(true)}
            onSam={() => void downloadSam()}
            onTest={() => openTab("test")}
            onExport={() =>
              source.package.data && saveFile(`${name}.zip`, source.package.data.bytes, "application/zip")
            }
          />
        </SpaceBetween>
      }
    >
      {source.isChanged && (
        <LeaveGuard
          title="Leave with undeployed changes?"
          body={
            <>
              The code of <b>{name}</b> has changes that are not deployed. They are kept in this browser tab and are
              here again when you come back, but the function runs without them.
            </>
          }
        />
      )}
      <SpaceBetween size="l">
        <RuntimeNotice runtime={configuration.Runtime} />
        <Overview configuration={configuration} triggers={triggers.data ?? []} />
        <Tabs
          activeTabId={search.get("tab") ?? "code"}
          ariaLabel="Function"
          onChange={({ detail }) => openTab(detail.activeTabId)}
          tabs={[
            {
              id: "code",
              label: "Code",
              content: <CodeTab configuration={configuration} source={source} run={run} />,
            },
            {
              id: "test",
              label: "Test",
              content: <TestTab configuration={configuration} run={run} isOutdated={source.isChanged} />,
            },
            { id: "monitor", label: "Monitor", content: <MonitorTab configuration={configuration} /> },
            {
              id: "configuration",
              label: "Configuration",
              content: <ConfigurationTab description={live.data!} triggers={triggers} />,
            },
            { id: "aliases", label: "Aliases", content: <Aliases name={name} /> },
            { id: "versions", label: "Versions", content: <Versions name={name} /> },
          ]}
        />
        {isMakingAlias && (
          <AliasDialog
            name={name}
            alias={undefined}
            onClose={() => setMakingAlias(false)}
            onChange={() => openTab("aliases")}
          />
        )}
        {live.error !== undefined && (
          <Box color="text-status-error">The function could not be refreshed: {String(live.error)}</Box>
        )}
      </SpaceBetween>
    </Page>
  );
}

interface FunctionActionsProps {
  readonly name: string;
  readonly onTest: () => void;
  readonly onPublished: () => void;
  readonly onCreateAlias: () => void;
  readonly onSam: () => void;
  readonly onExport: () => void;
}

function FunctionActions({ name, onTest, onExport, onPublished, onCreateAlias, onSam }: FunctionActionsProps) {
  const navigate = useNavigate();
  const remove = useDeleteFunctions(() => undefined);
  const publish = usePublish(name, () => undefined);
  return (
    <ButtonDropdown
      items={[
        { id: "test", text: "Test" },
        { id: "publish", text: "Publish new version" },
        { id: "alias", text: "Create alias" },
        { id: "export", text: "Download deployment package (.zip)" },
        { id: "sam", text: "Download AWS SAM template" },
        { id: "delete", text: "Delete function" },
      ]}
      onItemClick={async ({ detail }) => {
        if (detail.id === "test") onTest();
        if (detail.id === "export") onExport();
        if (detail.id === "alias") onCreateAlias();
        if (detail.id === "sam") onSam();
        if (detail.id === "publish" && (await publish())) onPublished();
        if (detail.id === "delete" && (await remove([name]))) await navigate("/console/lambda/functions");
      }}
    >
      Actions
    </ButtonDropdown>
  );
}
