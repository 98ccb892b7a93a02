import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useLocation } from "react-router";
import { useFollow } from "./links.tsx";
import { Page } from "./page.tsx";

export function PageNotFound() {
  const { pathname } = useLocation();
  const follow = useFollow();
  return (
    <Page title="Page not found" breadcrumbs={[]}>
      <Alert
        type="warning"
        header="There is no such page"
        action={
          <Button href="/" onFollow={follow}>
            Go to Console Home
          </Button>
        }
      >
        {pathname} is not a page of this console.
      </Alert>
    </Page>
  );
}
