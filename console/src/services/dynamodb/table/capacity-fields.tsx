import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { Field } from "../../../form/field.tsx";

export interface CapacityForm {
  readonly isOnDemand: boolean;
  readonly reads: string;
  readonly writes: string;
}

export const newCapacity: CapacityForm = { isOnDemand: true, reads: "5", writes: "5" };

interface CapacityFieldsProps {
  readonly form: CapacityForm;
  readonly onChange: (part: Partial<CapacityForm>) => void;
}

export function CapacityFields({ form, onChange }: CapacityFieldsProps) {
  return (
    <SpaceBetween size="l">
      <Tiles
        ariaLabel="Capacity mode"
        value={form.isOnDemand ? "on-demand" : "provisioned"}
        items={[
          { value: "on-demand", label: "On-demand", description: "You pay for the reads and writes that you do." },
          {
            value: "provisioned",
            label: "Provisioned",
            description: "You pay for a capacity that you choose; what goes beyond is throttled.",
          },
        ]}
        onChange={({ detail }) => onChange({ isOnDemand: detail.value === "on-demand" })}
      />
      {!form.isOnDemand && (
        <SpaceBetween size="l">
          <Units label="Read capacity units" value={form.reads} onChange={(reads) => onChange({ reads })} />
          <Units label="Write capacity units" value={form.writes} onChange={(writes) => onChange({ writes })} />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

function Units({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const problem = /^[1-9]\d{0,11}$/.test(value) ? undefined : "Enter a whole number, 1 at least.";
  return (
    <Field label={label} problem={problem}>
      <Input type="number" value={value} onChange={({ detail }) => onChange(detail.value)} />
    </Field>
  );
}

export function toThroughput({ isOnDemand, reads, writes }: CapacityForm) {
  if (isOnDemand) return { BillingMode: "PAY_PER_REQUEST" as const };
  return {
    BillingMode: "PROVISIONED" as const,
    ProvisionedThroughput: { ReadCapacityUnits: Number(reads), WriteCapacityUnits: Number(writes) },
  };
}
