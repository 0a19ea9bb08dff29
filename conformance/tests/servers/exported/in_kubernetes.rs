//! Policies as resources of Kubernetes, which no cluster is here to run: each is held to its project's schema.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use conformance::peer;
use crosscheck::server::Policy;
use crosscheck_export::Server;
use crosscheck_export::export;
use serde_json::Value;

use crate::exported::policies::policies;

#[test]
fn resources_of_kubernetes_are_as_their_schemas_want_them() {
    if peer::require_or_skip(peer::KUBERNETES_MODELS).is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    symlink(peer::NODE_MODULES, folder.path().join("node_modules")).expect("it is linked");
    let script = folder.path().join("check.mjs");
    fs::write(&script, include_str!("apps/kubernetes.mjs")).expect("it is written");
    let servers = [
        (Server::GatewayApi, "HTTPRoute"),
        (Server::Istio, "VirtualService"),
        (Server::IngressNginx, "Ingress"),
        (Server::Traefik, "Middleware"),
    ];
    for (server, _) in servers {
        for (number, (name, config)) in policies().into_iter().enumerate() {
            let policy = Policy::new(&config).expect(name);
            let export = export(&policy, server).expect("it can be written for");
            let file = export.files.last().expect("there is one");
            let path = folder.path().join(format!("{}-{number}.yaml", server.name()));
            fs::write(path, &file.text).expect("it is written");
        }
    }
    // A schema that takes everything would hold nothing to anything.
    let wrong = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: wrong\nspec:\n  \
                 rules:\n  - filters:\n    - type: CORS\n      cors:\n        maxAge: 0\n";
    fs::write(folder.path().join("wrong.yaml"), wrong).expect("it is written");
    let handed_out = include_str!("../../../../deploy/istio/wasmplugin.yaml");
    fs::write(folder.path().join("wasmplugin.yaml"), handed_out).expect("it is written");
    let wrong_plugin = handed_out.replace("phase: AUTHN", "phase: FIRST");
    fs::write(folder.path().join("wrong-plugin.yaml"), wrong_plugin).expect("it is written");
    let output = Command::new("node").arg(&script).current_dir(folder.path()).output();
    let output = output.expect("Node.js runs");
    let told: Vec<Value> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let is_wrong =
        |resource: &&Value| resource["file"].as_str().is_some_and(|file| file.starts_with("wrong"));
    let (wrong, told): (Vec<&Value>, Vec<&Value>) = told.iter().partition(is_wrong);
    for (file, field) in [("wrong.yaml", "maxAge"), ("wrong-plugin.yaml", "phase")] {
        let it = wrong.iter().find(|resource| resource["file"] == file);
        let error = it.and_then(|resource| resource["error"].as_str());
        assert!(error.is_some_and(|text| text.contains(field)), "{wrong:?}");
    }
    assert!(told.iter().any(|resource| resource["kind"] == "WasmPlugin"), "{told:?}");
    for resource in &told {
        assert!(resource["error"].is_null(), "{resource}");
    }
    for (_, kind) in servers {
        let of_that = told.iter().filter(|resource| resource["kind"] == kind).count();
        assert!(of_that >= policies().len() - 1, "{kind}: {of_that}");
    }
}
