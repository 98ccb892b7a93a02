import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { ReactNode } from "react";

interface DetailsProps {
  readonly title: string;
  readonly items: readonly (readonly [label: string, value: ReactNode])[];
  readonly actions?: ReactNode;
  readonly description?: ReactNode;
  readonly columns?: number;
}

/** A resource's properties, which are read and not changed. What has no value is a dash. */
export function Details({ title, items, actions, description, columns = 3 }: DetailsProps) {
  return (
    <Container
      header={
        <Header variant="h2" actions={actions} description={description}>
          {title}
        </Header>
      }
    >
      <KeyValuePairs
        columns={columns}
        items={items.map(([label, value]) => ({
          label,
          value: <span className="squall-anywhere">{value === undefined || value === "" ? "-" : value}</span>,
        }))}
      />
    </Container>
  );
}
