import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../../../form/field.tsx";

const kinds = [
  { value: "gp3", label: "General Purpose SSD (gp3)" },
  { value: "gp2", label: "General Purpose SSD (gp2)" },
  { value: "io1", label: "Provisioned IOPS SSD (io1)" },
  { value: "io2", label: "Provisioned IOPS SSD (io2)" },
  { value: "sc1", label: "Cold HDD (sc1)" },
  { value: "st1", label: "Throughput Optimized HDD (st1)" },
  { value: "standard", label: "Magnetic (standard)" },
];

/** As it is typed; empty where nothing is said. */
export interface ShapeText {
  readonly kind: string;
  readonly size: string;
  readonly iops: string;
  readonly throughput: string;
}

interface VolumeShapeFieldsProps {
  readonly shape: ShapeText;
  readonly onChange: (shape: ShapeText) => void;
  /** A snapshot says it. */
  readonly isSizeOptional?: boolean;
}

/** What kind of disk, how large and how fast. The server says what goes together. */
export function VolumeShapeFields({ shape, onChange, isSizeOptional = false }: VolumeShapeFieldsProps) {
  const { kind, size, iops, throughput } = shape;
  const isProvisioned = kind === "io1" || kind === "io2";
  return (
    <SpaceBetween size="l">
      <Field label="Volume type" problem={undefined}>
        <Select
          selectedOption={kinds.find(({ value }) => value === kind) ?? null}
          options={kinds}
          onChange={({ detail }) =>
            onChange({ kind: detail.selectedOption.value ?? "gp3", size, iops: "", throughput: "" })
          }
        />
      </Field>
      <Field
        label={isSizeOptional ? "Size (GiB) - optional" : "Size (GiB)"}
        constraintText={isSizeOptional ? "As large as the snapshot's volume, unless it is to be larger." : undefined}
        problem={isSizeOptional && size === "" ? undefined : problemOf(size)}
      >
        <Input type="number" value={size} onChange={({ detail }) => onChange({ ...shape, size: detail.value })} />
      </Field>
      {(kind === "gp3" || isProvisioned) && (
        <Field
          label={isProvisioned ? "IOPS" : "IOPS - optional"}
          problem={iops === "" && !isProvisioned ? undefined : problemOf(iops)}
        >
          <Input type="number" value={iops} onChange={({ detail }) => onChange({ ...shape, iops: detail.value })} />
        </Field>
      )}
      {kind === "gp3" && (
        <Field label="Throughput (MiB/s) - optional" problem={throughput === "" ? undefined : problemOf(throughput)}>
          <Input
            type="number"
            value={throughput}
            onChange={({ detail }) => onChange({ ...shape, throughput: detail.value })}
          />
        </Field>
      )}
    </SpaceBetween>
  );
}

/** The numbers of it; undefined where nothing was typed. */
export function toShape({ size, iops, throughput }: ShapeText) {
  const number = (text: string) => (text === "" ? undefined : Number(text));
  return { size: number(size), iops: number(iops), throughput: number(throughput) };
}

export function problemOf(text: string): string | undefined {
  return /^[1-9]\d{0,5}$/.test(text) ? undefined : "Enter a whole number.";
}
