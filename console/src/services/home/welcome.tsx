import SpaceBetween from "@cloudscape-design/components/space-between";
import { Labs } from "./labs.tsx";
import { RecentFunctions } from "./recent-functions.tsx";

/** What asks the services, and so needs their clients: it comes after the page's heading. */
export default function Welcome() {
  return (
    <SpaceBetween size="l">
      <Labs />
      <RecentFunctions />
    </SpaceBetween>
  );
}
