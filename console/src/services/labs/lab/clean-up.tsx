import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Lab, useLabs } from "../labs.ts";

/** The end of a lab, as of every exercise in the cloud: what is left costs money until it is deleted. */
export function CleanUp({ lab, onChange }: { readonly lab: Lab; readonly onChange: () => void }) {
  const labs = useLabs();
  const confirmed = useConfirmed();
  const { left = [] } = lab;
  const clean = () =>
    confirmed(
      {
        title: "Delete what the lab has left?",
        body: `${left.join("; ")}. This cannot be undone.`,
        action: "Delete",
      },
      async () => {
        const { deleted, failed } = await labs.clean(lab.name);
        if (failed.length > 0) throw new Error(failed.join("; "));
        return deleted;
      },
      {
        done: (deleted) => `Deleted: ${deleted.join("; ")}.`,
        failed: "Not everything could be deleted",
        onChange,
      },
    );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="What is left costs money on AWS until it is deleted."
          actions={
            left.length > 0 && (
              <Button variant="primary" onClick={() => void clean()}>
                Delete all of it
              </Button>
            )
          }
        >
          What is left
        </Header>
      }
    >
      {left.length === 0 ? (
        <StatusIndicator>Nothing of this lab is left.</StatusIndicator>
      ) : (
        <SpaceBetween size="xs">
          <Box>Every step is done. Still there:</Box>
          <ul className="squall-words">
            {left.map((name) => (
              <li key={name} className="squall-anywhere">
                {name}
              </li>
            ))}
          </ul>
        </SpaceBetween>
      )}
    </Container>
  );
}
