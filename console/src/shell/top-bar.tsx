import TopNavigation, { type TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { useState } from "react";
import { useNavigate } from "react-router";
import { regionName, regions } from "../aws/regions.ts";
import { services } from "../services/index.ts";
import { formatTime } from "../text/times.ts";
import { AccountDialog } from "./account-dialog.tsx";
import { useCloudTime } from "./cloud-time.tsx";
import { useOpenDialog } from "./frame-dialogs.tsx";
import { ServiceSearch } from "./service-search.tsx";
import { useSession } from "./session-provider.tsx";
import squallLogo from "./squall.svg";
import { useTheme } from "./theme-provider.tsx";

/** Identity, service menu and search, region menu, account menu. */
export function TopBar() {
  const session = useSession();
  const navigate = useNavigate();
  const time = useCloudTime();
  const openDialog = useOpenDialog();
  const [isChoosingAccount, setChoosingAccount] = useState(false);
  return (
    <>
      <TopNavigation
        identity={{
          href: "/",
          title: "Squall",
          logo: { src: squallLogo, alt: "" },
          onFollow: (event) => {
            event.preventDefault();
            void navigate("/");
          },
        }}
        search={<ServiceSearch />}
        utilities={[
          useServiceMenu(),
          {
            type: "button",
            iconName: "script",
            title: "Show as CLI, boto3, Terraform",
            ariaLabel: "Show as CLI, boto3, Terraform",
            disableUtilityCollapse: false,
            onClick: () => openDialog("code"),
          },
          ...(time ? [time] : []),
          useThemeMenu(),
          {
            type: "menu-dropdown",
            text: regionName(session.region),
            title: "Region",
            ariaLabel: `Region: ${regionName(session.region)}, ${session.region}`,
            items: regionItems,
            onItemClick: ({ detail }) => session.chooseRegion(detail.id),
          },
          {
            type: "menu-dropdown",
            iconName: "user-profile",
            text: formatAccount(session.account),
            title: "Account",
            description: session.callerArn,
            ariaLabel: `Account ${formatAccount(session.account)}`,
            items: [
              { id: "copy", text: `Copy account ID ${session.account}`, iconName: "copy" },
              ...(session.isSignedIn
                ? [
                    { id: "end", text: `Session ends ${formatTime(session.credentials.endsAtMs)}`, disabled: true },
                    { id: "sign-out", text: "Sign out" },
                  ]
                : [{ id: "switch", text: "Switch account" }]),
            ],
            onItemClick: ({ detail }) => {
              if (detail.id === "copy") void navigator.clipboard?.writeText(session.account);
              if (detail.id === "switch") setChoosingAccount(true);
              if (detail.id === "sign-out") session.signOut();
            },
          },
        ]}
      />
      {isChoosingAccount && <AccountDialog onClose={() => setChoosingAccount(false)} />}
    </>
  );
}

function useServiceMenu(): TopNavigationProps.MenuDropdownUtility {
  const navigate = useNavigate();
  return {
    type: "menu-dropdown",
    text: "Services",
    iconName: "grid-view",
    ariaLabel: "Services",
    items: services.map(({ id, name, description }) => ({ id, text: name, secondaryText: description })),
    onItemClick: ({ detail }) => {
      const service = services.find(({ id }) => id === detail.id);
      if (service) void navigate(service.home);
    },
  };
}

function useThemeMenu(): TopNavigationProps.MenuDropdownUtility {
  const { theme, choose } = useTheme();
  const openDialog = useOpenDialog();
  const themes = { light: "Light", dark: "Dark", system: "As the system" } as const;
  return {
    type: "menu-dropdown",
    iconName: "settings",
    title: "Settings",
    ariaLabel: "Settings",
    items: [
      {
        id: "mode",
        text: "Visual mode",
        items: Object.entries(themes).map(([id, text]) => ({
          id,
          text,
          itemType: "checkbox" as const,
          checked: id === theme,
        })),
      },
      { id: "palette", text: "Go to or do", secondaryText: "Ctrl+K" },
      { id: "shortcuts", text: "Keyboard shortcuts", secondaryText: "?" },
    ],
    onItemClick: ({ detail }) => {
      if (detail.id === "palette" || detail.id === "shortcuts") openDialog(detail.id);
      else choose(detail.id as keyof typeof themes);
    },
  };
}

const regionItems = Object.entries(Object.groupBy(regions, ({ group }) => group)).map(([text, items = []]) => ({
  text,
  items: items.map(({ code, name }) => ({ id: code, text: name, secondaryText: code })),
}));

/** As AWS writes it: 0000-0000-0000. */
function formatAccount(account: string): string {
  return account.replace(/(\d{4})(?=\d)/g, "$1-");
}
