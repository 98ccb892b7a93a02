import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Link, { type LinkProps } from "@cloudscape-design/components/link";
import { useCallback } from "react";
import { useNavigate } from "react-router";

interface Followed {
  readonly detail: { readonly href?: string; readonly external?: boolean };
  preventDefault(): void;
}

/** Follows a link of Cloudscape's components within the page; with a modifier key the browser opens it as usual. */
export function useFollow(): (event: Followed) => void {
  const navigate = useNavigate();
  return useCallback(
    (event) => {
      const { href, external } = event.detail;
      if (external || !href?.startsWith("/")) return;
      event.preventDefault();
      void navigate(href);
    },
    [navigate],
  );
}

export function RouteLink(props: LinkProps) {
  return <Link {...props} onFollow={useFollow()} />;
}

export function RouteButton(props: ButtonProps) {
  return <Button {...props} onFollow={useFollow()} />;
}
