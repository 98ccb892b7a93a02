import SpaceBetween from "@cloudscape-design/components/space-between";
import { RecentFunctions } from "./recent-functions.tsx";
import { Tour } from "./tour.tsx";

/** What asks the services, and so needs their clients: it comes after the page's heading. */
export default function Welcome() {
  return (
    <SpaceBetween size="l">
      <Tour />
      <RecentFunctions />
    </SpaceBetween>
  );
}
