import type { CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
import Checkbox from "@cloudscape-design/components/checkbox";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { FilterList } from "../../../../event-pattern/filter-list.tsx";
import { Field } from "../../../../form/field.tsx";

/** How records are gathered for a function, whatever is read. Numbers are as they were typed. */
export interface Batching {
  readonly isActive: boolean;
  readonly batchSize: string;
  readonly window: string;
  readonly reportsItems: boolean;
  readonly filters: readonly string[];
}

export function firstBatching(batchSize: string): Batching {
  return { isActive: true, batchSize, window: "0", reportsItems: false, filters: [] };
}

export function toBatchingInput({ isActive, batchSize, window, reportsItems, filters }: Batching) {
  return {
    Enabled: isActive,
    BatchSize: Number(batchSize),
    MaximumBatchingWindowInSeconds: Number(window),
    FunctionResponseTypes: reportsItems ? ["ReportBatchItemFailures"] : undefined,
    FilterCriteria: filters.length > 0 ? { Filters: filters.map((Pattern) => ({ Pattern })) } : undefined,
  } satisfies Partial<CreateEventSourceMappingCommandInput>;
}

export interface BatchingProps {
  readonly batching: Batching;
  readonly onChange: (batching: Batching) => void;
}

/** The first fields of such a trigger; `children` stand between the size and the window. */
export function BatchingFields({
  batching,
  onChange,
  mostRecords,
  hasWindow = true,
  problem,
  children,
}: BatchingProps & {
  readonly mostRecords: number;
  readonly hasWindow?: boolean;
  /** What is wrong with the size beside its range. */
  readonly problem?: string | undefined;
  readonly children?: ReactNode;
}) {
  return (
    <SpaceBetween size="l">
      <Checkbox
        checked={batching.isActive}
        description="Select to activate the trigger now. Keep unchecked to create the trigger in a deactivated state for testing (recommended)."
        onChange={({ detail }) => onChange({ ...batching, isActive: detail.checked })}
      >
        Activate trigger
      </Checkbox>
      <NumberField
        label="Batch size"
        description="The maximum number of records in each batch to send to the function."
        value={batching.batchSize}
        onChange={(batchSize) => onChange({ ...batching, batchSize })}
        range={[1, mostRecords]}
        problem={problem}
      />
      {children}
      {hasWindow && (
        <NumberField
          label="Batch window - optional"
          description="The maximum amount of time to gather records before invoking the function, in seconds."
          value={batching.window}
          onChange={(window) => onChange({ ...batching, window })}
          range={[0, 300]}
        />
      )}
    </SpaceBetween>
  );
}

/** What is among the additional settings of each. */
export function AnswerFields({ batching, onChange }: BatchingProps) {
  return (
    <SpaceBetween size="l">
      <Checkbox
        checked={batching.reportsItems}
        description="Allow your function to return a partial successful response for a batch of records."
        onChange={({ detail }) => onChange({ ...batching, reportsItems: detail.checked })}
      >
        Report batch item failures
      </Checkbox>
      <FilterList filters={batching.filters} onChange={(filters) => onChange({ ...batching, filters })} />
    </SpaceBetween>
  );
}

export interface NumberFieldProps {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly range: readonly [least: number, most: number];
  readonly isOptional?: boolean;
  readonly problem?: string | undefined;
}

export function NumberField({ label, description, value, onChange, range, isOptional, problem }: NumberFieldProps) {
  const [least, most] = range;
  const isRight = isWithin(value, least, most) || (isOptional === true && value === "");
  return (
    <Field
      label={label}
      description={description}
      problem={isRight ? problem : `Should be between ${least} and ${most}.`}
    >
      <Input type="number" inputMode="numeric" value={value} onChange={({ detail }) => onChange(detail.value)} />
    </Field>
  );
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^-?\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
}
