import type { SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import type { ComponentType } from "react";

/** A service of the console: a folder under services/ and a line in services/index.ts. */
export interface ConsoleService {
  /** The first part of its paths: `/console/ID/…`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: "Compute" | "Storage" | "Management" | "Security" | "Billing";
  /** Where its entry in the menu leads. */
  readonly home: string;
  /** The side navigation. */
  readonly navigation: readonly SideNavigationProps.Item[];
  /** Pages that the search finds, too. */
  readonly features: readonly { readonly text: string; readonly href: string }[];
  /** Its pages, each loaded when it is first opened. Paths are relative to `/console/ID`; "" is the service's first page. */
  readonly routes: readonly ServiceRoute[];
}

interface ServiceRoute {
  readonly path: string;
  readonly load: () => Promise<{ readonly Component: ComponentType }>;
}

export function defineConsoleService(service: ConsoleService): ConsoleService {
  return service;
}
