import type { Policy } from "@aws-sdk/client-iam";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { usePolicies } from "../use-policies.ts";

interface PolicyChooserProps {
  /** ARNs that are held already. */
  readonly hidden?: readonly string[];
  readonly onChange: (arns: readonly string[]) => void;
}

/** A table to choose managed policies from. */
export function PolicyChooser({ hidden = [], onChange }: PolicyChooserProps) {
  const policies = usePolicies();
  return (
    <ResourceTable
      id="iam.chooser"
      title="Permissions policies"
      noun="policies"
      live={{ ...policies, data: policies.data?.filter(({ Arn = "" }) => !hidden.includes(Arn)) }}
      columns={columns}
      rowId={({ Arn = "" }) => Arn}
      rowName={({ PolicyName = "" }) => PolicyName}
      select="multi"
      sortBy={{ column: "name" }}
      filters={[{ id: "type", label: "Type", value: typeOf }]}
      empty={{ text: "No policies." }}
      onSelect={(selected) => onChange(selected.map(({ Arn = "" }) => Arn))}
    />
  );
}

function typeOf({ Arn = "" }: Policy): string {
  return Arn.startsWith("arn:aws:iam::aws:") ? "AWS managed" : "Customer managed";
}

const columns: readonly Column<Policy>[] = [
  {
    id: "name",
    header: "Policy name",
    cell: ({ PolicyName }) => PolicyName,
    value: ({ PolicyName }) => PolicyName,
    width: 340,
  },
  { id: "type", header: "Type", cell: typeOf, value: typeOf, width: 180 },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description ?? "-",
    value: ({ Description }) => Description,
    width: 300,
  },
];
