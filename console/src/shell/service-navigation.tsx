import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import { useLocation } from "react-router";
import type { ConsoleService } from "./console-service.ts";
import { useFollow } from "./links.tsx";

export function ServiceNavigation({ service, onFollowed }: { service: ConsoleService; onFollowed: () => void }) {
  const { pathname } = useLocation();
  const follow = useFollow();
  return (
    <SideNavigation
      header={{ text: service.name, href: service.home }}
      items={service.navigation}
      activeHref={activeHref(service.navigation, pathname)}
      onFollow={(event) => {
        follow(event);
        onFollowed();
      }}
    />
  );
}

/** The entry of the page itself, else of the nearest page above. */
function activeHref(items: readonly SideNavigationProps.Item[], pathname: string): string | undefined {
  const matching = hrefs(items).filter((href) => pathname === href || pathname.startsWith(`${href}/`));
  return matching.sort((a, b) => b.length - a.length)[0];
}

function hrefs(items: readonly SideNavigationProps.Item[]): string[] {
  return items.flatMap((item) => {
    const below = "items" in item ? hrefs(item.items) : [];
    return "href" in item && item.href ? [item.href, ...below] : below;
  });
}
