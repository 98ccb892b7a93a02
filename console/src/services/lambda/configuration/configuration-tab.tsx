import type { GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import Grid from "@cloudscape-design/components/grid";
import Select from "@cloudscape-design/components/select";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import type { Live } from "../../../live/use-live.ts";
import { useIsNarrow } from "../../../shell/use-is-narrow.ts";
import { TriggerList } from "../triggers/trigger-list.tsx";
import type { Trigger } from "../triggers/use-triggers.ts";
import { AsyncSettings } from "./async-settings.tsx";
import { CodeSigning } from "./code-signing.tsx";
import { Concurrency } from "./concurrency.tsx";
import { Destinations } from "./destinations.tsx";
import { EnvironmentVariables } from "./environment-variables.tsx";
import { FunctionUrl } from "./function-url.tsx";
import { GeneralConfiguration } from "./general-configuration.tsx";
import { Logging } from "./logging.tsx";
import { Permissions } from "./permissions.tsx";
import { ProvisionedConcurrency } from "./provisioned-concurrency.tsx";
import { Tags } from "./tags.tsx";

interface ConfigurationTabProps {
  readonly description: GetFunctionCommandOutput;
  readonly triggers: Live<readonly Trigger[]>;
}

export function ConfigurationTab({ description, triggers }: ConfigurationTabProps) {
  const [search, setSearch] = useSearchParams();
  const isNarrow = useIsNarrow();
  const sections = toSections(description, triggers);
  const section = sections.find(({ id }) => id === search.get("section")) ?? sections[0]!;
  const open = (id: string) => setSearch({ tab: "configuration", section: id });
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 3 } }, { colspan: { default: 12, s: 9 } }]}>
      {isNarrow ? (
        <Select
          ariaLabel="Section of the configuration"
          selectedOption={{ value: section.id, label: section.text }}
          options={sections.map(({ id, text }) => ({ value: id, label: text }))}
          onChange={({ detail }) => open(detail.selectedOption.value ?? section.id)}
        />
      ) : (
        <SideNavigation
          activeHref={`#${section.id}`}
          items={sections.map(({ id, text }) => ({ type: "link" as const, text, href: `#${id}` }))}
          onFollow={(event) => {
            event.preventDefault();
            open(event.detail.href.slice(1));
          }}
        />
      )}
      {section.content}
    </Grid>
  );
}

interface Section {
  readonly id: string;
  readonly text: string;
  readonly content: ReactNode;
}

/** In AWS's order. */
function toSections(description: GetFunctionCommandOutput, triggers: Live<readonly Trigger[]>): Section[] {
  const configuration = description.Configuration!;
  const name = configuration.FunctionName ?? "";
  return [
    { id: "general", text: "General configuration", content: <GeneralConfiguration configuration={configuration} /> },
    { id: "triggers", text: "Triggers", content: <TriggerList functionName={name} triggers={triggers} /> },
    { id: "permissions", text: "Permissions", content: <Permissions configuration={configuration} /> },
    { id: "destinations", text: "Destinations", content: <Destinations name={name} /> },
    { id: "function-url", text: "Function URL", content: <FunctionUrl name={name} /> },
    {
      id: "environment",
      text: "Environment variables",
      content: <EnvironmentVariables configuration={configuration} />,
    },
    { id: "tags", text: "Tags", content: <Tags name={name} tags={description.Tags} /> },
    { id: "concurrency", text: "Concurrency", content: <ConcurrencySection name={name} /> },
    { id: "monitoring", text: "Monitoring and operations tools", content: <Logging configuration={configuration} /> },
    { id: "code-signing", text: "Code signing", content: <CodeSigning name={name} /> },
    { id: "async", text: "Asynchronous invocation", content: <AsyncSettings name={name} /> },
  ];
}

function ConcurrencySection({ name }: { name: string }) {
  return (
    <SpaceBetween size="l">
      <Concurrency name={name} />
      <ProvisionedConcurrency name={name} />
    </SpaceBetween>
  );
}
