import { deviceSurface } from "../https/device-surface.ts";

const shadow = /^\/things\/([^/]+)\/shadow$/;

export const surfaces = [
  deviceSurface("DeviceHttps", "iotdevicegateway", /^\/(?:topics|things|api)\//, [
    { method: "POST", path: /^\/topics\/(.+)$/, operation: "Publish", action: "iot:Publish", kind: "topic" },
    { method: "GET", path: shadow, operation: "GetThingShadow", action: "iot:GetThingShadow", kind: "thing" },
    { method: "POST", path: shadow, operation: "UpdateThingShadow", action: "iot:UpdateThingShadow", kind: "thing" },
    { method: "DELETE", path: shadow, operation: "DeleteThingShadow", action: "iot:DeleteThingShadow", kind: "thing" },
    {
      method: "GET",
      path: /^\/api\/things\/shadow\/ListNamedShadowsForThing\/([^/]+)$/,
      operation: "ListNamedShadowsForThing",
      action: "iot:ListNamedShadowsForThing",
      kind: "thing",
    },
  ]),
];
