// Holds resources of Kubernetes to the schemas that their projects publish.
import { HTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1";
import { WasmPlugin } from "@kubernetes-models/istio/extensions.istio.io/v1alpha1";
import { VirtualService } from "@kubernetes-models/istio/networking.istio.io/v1";
import { Middleware } from "@kubernetes-models/traefik/traefik.io/v1alpha1";
import { Ingress } from "kubernetes-models/networking.k8s.io/v1";
import { readFileSync, readdirSync } from "node:fs";
import { parseAllDocuments } from "yaml";

const models = { HTTPRoute, VirtualService, Middleware, Ingress, WasmPlugin };
const told = [];
for (const file of readdirSync(".").filter((name) => name.endsWith(".yaml"))) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const resource = document.toJS();
    // What stands before the first line of dashes is a comment.
    if (resource === null) continue;
    try {
      new models[resource.kind](resource).validate();
      told.push({ file, kind: resource.kind });
    } catch (error) {
      told.push({ file, kind: resource.kind, error: error.message });
    }
  }
}
console.log(JSON.stringify(told));
