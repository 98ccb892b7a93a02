import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useLogGroupChoices } from "../../../choices/log-groups.ts";
import { Field } from "../../../form/field.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { readAlarms } from "../alarms/alarm.ts";
import type { WidgetProperties } from "./dashboard-body.ts";
import { queryParts, queryText } from "./log-query.ts";
import { OneOf } from "./widget-dialog.tsx";

interface AlarmsFieldProps {
  readonly arns: readonly string[];
  readonly onChange: (arns: readonly string[]) => void;
}

export function AlarmsField({ arns, onChange }: AlarmsFieldProps) {
  const client = useClient(CloudWatchClient);
  const alarms = useLive("cloudwatch/alarms", (signal) => readAlarms(client, signal), { everyMs: 5_000 });
  return (
    <Field label="Alarms" stretch problem={arns.length === 0 ? "Choose one alarm at least." : undefined}>
      <Multiselect
        ariaLabel="Alarms"
        placeholder="Choose alarms"
        filteringType="auto"
        options={(alarms.data ?? []).map(({ AlarmName, AlarmArn }) => ({ value: AlarmArn, label: AlarmName }))}
        selectedOptions={arns.map((value) => ({ value, label: value.split(":alarm:").at(-1) }))}
        deselectAriaLabel={({ label }) => `Remove ${label}`}
        empty="No alarms yet."
        onChange={({ detail }) => onChange(detail.selectedOptions.map(({ value = "" }) => value))}
      />
    </Field>
  );
}

interface LogQueryFieldsProps {
  readonly properties: WidgetProperties;
  readonly onChange: (change: Partial<WidgetProperties>) => void;
}

export function LogQueryFields({ properties, onChange }: LogQueryFieldsProps) {
  const groups = useLogGroupChoices();
  const { sources, query } = queryParts(properties.query ?? "");
  const set = (change: Partial<typeof parts>) => onChange({ query: queryText({ ...parts, ...change }) });
  const parts = { sources, query };
  return (
    <SpaceBetween size="l">
      <Field label="Log groups" stretch problem={sources.length === 0 ? "Choose one log group at least." : undefined}>
        <Multiselect
          ariaLabel="Log groups"
          placeholder="Choose log groups"
          filteringType="auto"
          options={(groups.data ?? []).map(({ label }) => ({ value: label, label }))}
          selectedOptions={sources.map((value) => ({ value, label: value }))}
          deselectAriaLabel={({ label }) => `Remove ${label}`}
          empty="No log groups yet."
          onChange={({ detail }) => set({ sources: detail.selectedOptions.map(({ value = "" }) => value) })}
        />
      </Field>
      <Field label="Query" stretch problem={query.trim() === "" ? "Enter a query." : undefined}>
        <Textarea rows={5} spellcheck={false} value={query} onChange={({ detail }) => set({ query: detail.value })} />
      </Field>
      <OneOf
        label="Shown as"
        options={[
          { value: "table", label: "Table" },
          { value: "timeSeries", label: "Line" },
          { value: "bar", label: "Bar" },
          { value: "pie", label: "Pie" },
        ]}
        value={properties.view ?? "table"}
        onChange={(view) => onChange({ view })}
      />
    </SpaceBetween>
  );
}
