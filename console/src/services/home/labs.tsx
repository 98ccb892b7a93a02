import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLive } from "../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../shell/links.tsx";
import { Loaded } from "../../shell/loaded.tsx";
import { useSession } from "../../shell/session-provider.tsx";
import { LabState } from "../labs/lab/lab-state.tsx";
import { useLabs } from "../labs/labs.ts";

/** Where to begin: exercises whose steps tick by themselves. */
export function Labs() {
  const { callerArn } = useSession();
  const api = useLabs();
  const labs = useLive(`home/labs/${callerArn}`, (signal) => api.list(signal), { everyMs: 5_000 });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Begin here: each leads through an exercise, and its steps tick by themselves."
          actions={<RouteButton href="/console/labs">View all labs</RouteButton>}
        >
          Labs
        </Header>
      }
    >
      <Loaded live={labs} what="labs">
        {(found) => (
          <SpaceBetween size="s">
            {found
              .filter(({ faults }) => faults.length === 0)
              .slice(0, shown)
              .map((lab) => (
                <div key={lab.name}>
                  <RouteLink href={`/console/labs/${lab.name}`}>{lab.title}</RouteLink>
                  <Box color="text-body-secondary" fontSize="body-s">
                    {lab.steps} steps{lab.minutes ? `, about ${lab.minutes} minutes` : ""}
                  </Box>
                  <LabState lab={lab} />
                </div>
              ))}
          </SpaceBetween>
        )}
      </Loaded>
    </Container>
  );
}

const shown = 6;
