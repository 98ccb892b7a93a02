import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { RouteButton } from "../../../shell/links.tsx";
import { functionPath } from "../paths.ts";

export function Tags({ name, tags = {} }: { name: string; tags: Readonly<Record<string, string>> | undefined }) {
  const list = Object.entries(tags).sort(([a], [b]) => a.localeCompare(b));
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${list.length})`}
          actions={<RouteButton href={`${functionPath(name)}/edit/tags`}>Manage tags</RouteButton>}
        >
          Tags
        </Header>
      }
    >
      <Table
        variant="embedded"
        items={list}
        trackBy={([key]) => key}
        ariaLabels={{ tableLabel: "Tags" }}
        columnDefinitions={[
          { id: "key", header: "Key", cell: ([key]) => key, isRowHeader: true },
          { id: "value", header: "Value", cell: ([, value]) => value },
        ]}
        empty={<Box color="text-body-secondary">No tags. Tags help to find and to group resources.</Box>}
      />
    </Container>
  );
}
