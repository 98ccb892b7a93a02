import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useLocation, useRouteError } from "react-router";
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

/** A page whose code does not load (the server was updated, or is gone) or fails. */
export function PageBroken() {
  const error = useRouteError();
  return (
    <Page title="This page failed" breadcrumbs={[]}>
      <Alert
        type="error"
        header="The page could not be shown"
        action={<Button onClick={() => window.location.reload()}>Reload</Button>}
      >
        {error instanceof Error ? error.message : String(error)}
      </Alert>
    </Page>
  );
}
