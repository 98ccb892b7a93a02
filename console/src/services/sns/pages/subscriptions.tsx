import { Page } from "../../../shell/page.tsx";
import { SubscriptionTable } from "../subscription/subscription-table.tsx";

export function Component() {
  return (
    <Page title="Subscriptions" breadcrumbs={[]} titleInContent>
      <SubscriptionTable isPage />
    </Page>
  );
}
