import AppLayoutToolbar from "@cloudscape-design/components/app-layout-toolbar";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { Outlet, useLocation } from "react-router";
import { services } from "../services/index.ts";
import { useActiveLab } from "../services/labs/active-lab.ts";
import { ConfirmProvider } from "./confirm.tsx";
import { FrameDialogs } from "./frame-dialogs.tsx";
import { useFollow } from "./links.tsx";
import { LongWorkProvider } from "./long-work.tsx";
import { NotificationsBar } from "./notifications.tsx";
import { type PageFrame, PageFrameContext } from "./page.tsx";
import { PageBoundary } from "./page-boundary.tsx";
import { PageCommandsProvider } from "./search/page-commands.tsx";
import { ServerWatch } from "./server-watch.tsx";
import { ServiceNavigation } from "./service-navigation.tsx";
import { useSession } from "./session-provider.tsx";
import { TopBar } from "./top-bar.tsx";
import { usePreloading } from "./use-preloading.ts";
import { useScrollPositions } from "./use-scroll-positions.ts";

/** What stands around every page: the bar at the top, the service's navigation, breadcrumbs, notifications. */
export function Frame() {
  return (
    <ConfirmProvider>
      <LongWorkProvider>
        <PageCommandsProvider>
          <FrameDialogs>
            <Layout />
          </FrameDialogs>
        </PageCommandsProvider>
      </LongWorkProvider>
    </ConfirmProvider>
  );
}

function Layout() {
  const { account, region } = useSession();
  const { pathname } = useLocation();
  const follow = useFollow();
  useScrollPositions();
  usePreloading(pathname);
  const [frame, setFrame] = useState<PageFrame>({ breadcrumbs: [] });
  const [isNavigationOpen, setNavigationOpen] = useState(() => window.innerWidth >= wideEnoughPixels);
  const activeLab = useActiveLab();
  // Its own page has all of them.
  const lab = pathname === `/console/labs/${activeLab}` ? undefined : activeLab;
  const [isLabOpen, setLabOpen] = useState(false);
  useEffect(() => setLabOpen(activeLab !== undefined && window.innerWidth >= roomForLabPixels), [activeLab]);
  const service = services.find(({ id }) => pathname.startsWith(`/console/${id}/`) || pathname === `/console/${id}`);
  const breadcrumbs = useMemo(
    () => (service ? [{ text: service.name, href: service.home }, ...frame.breadcrumbs] : []),
    [service, frame],
  );
  const closeOnSmall = useCallback(() => {
    if (window.innerWidth < wideEnoughPixels) setNavigationOpen(false);
  }, []);

  return (
    <PageFrameContext value={setFrame}>
      {/* Whose page is there: a page that is being loaded leaves the former one until it can be shown. */}
      <div id="top" className="squall-top" data-page={pathname}>
        <TopBar />
        <ServerWatch />
      </div>
      <AppLayoutToolbar
        headerSelector="#top"
        toolsHide={lab === undefined}
        toolsOpen={lab !== undefined && isLabOpen}
        onToolsChange={({ detail }) => setLabOpen(detail.open)}
        tools={
          lab && (
            <Suspense fallback={null}>
              <LabPanel name={lab} />
            </Suspense>
          )
        }
        ariaLabels={{ tools: "Lab", toolsToggle: "Show the lab's step", toolsClose: "Hide the lab's step" }}
        navigationHide={!service}
        navigation={service && <ServiceNavigation service={service} onFollowed={closeOnSmall} />}
        navigationOpen={isNavigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        breadcrumbs={breadcrumbs.length > 0 && <BreadcrumbGroup items={breadcrumbs} onFollow={follow} />}
        notifications={<NotificationsBar />}
        content={
          <PageBoundary key={`${account}/${region}`} page={pathname}>
            <Suspense fallback={null}>
              <Outlet />
            </Suspense>
          </PageBoundary>
        }
      />
    </PageFrameContext>
  );
}

const LabPanel = lazy(() => import("../services/labs/lab-panel.tsx"));

/** Below this width a panel beside the page leaves it too little. */
const roomForLabPixels = 1_200;
/** Below this width Cloudscape lays the navigation over the page. */
const wideEnoughPixels = 1_000;
