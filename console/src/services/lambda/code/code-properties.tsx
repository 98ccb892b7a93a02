import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { RouteButton } from "../../../shell/links.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatAge } from "../../../text/times.ts";
import { functionPath } from "../paths.ts";
import { runtimeLabel } from "../runtimes.ts";

export function CodeProperties({ configuration }: { configuration: FunctionConfiguration }) {
  return (
    <Container header={<Header variant="h2">Code properties</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Package size", value: formatBytes(configuration.CodeSize) },
          { label: "SHA256 hash", value: <span className="squall-anywhere">{configuration.CodeSha256}</span> },
          { label: "Last modified", value: formatAge(configuration.LastModified) },
        ]}
      />
    </Container>
  );
}

export function RuntimeSettings({ configuration }: { configuration: FunctionConfiguration }) {
  const { FunctionName = "" } = configuration;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<RouteButton href={`${functionPath(FunctionName)}/edit/runtime-settings`}>Edit</RouteButton>}
        >
          Runtime settings
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Runtime", value: runtimeLabel(configuration.Runtime) },
          { label: "Handler", value: <span className="squall-anywhere">{configuration.Handler}</span> },
          { label: "Architecture", value: configuration.Architectures?.join(", ") },
        ]}
      />
    </Container>
  );
}
