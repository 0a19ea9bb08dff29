//! What is written to the cluster: by server-side apply, so that whoever writes the same twice changes nothing.

use crosscheck_config::visible::visible;
use kube::Api;
use kube::Client;
use kube::Resource;
use kube::ResourceExt;
use kube::api::DeleteParams;
use kube::api::Patch;
use kube::api::PatchParams;
use kube::api::Preconditions;
use kube::core::DynamicObject;
use kube::runtime::events::Event;
use kube::runtime::events::EventType;
use kube::runtime::events::Recorder;
use kube::runtime::events::Reporter;

use crate::conditions::Said;
use crate::conditions::controller_name;
use crate::conditions::status_body;
use crate::plan::Write;
use crate::resource::CorsPolicy;
use crate::resource::extension_resource;
use crate::talk::tell;

/// Who writes, to a server that keeps who wrote what.
const MANAGER: &str = "crosscheck-kubernetes";

/// A way to the cluster.
pub(crate) struct Writing {
    client: Client,
    recorder: Recorder,
}

impl Writing {
    pub(crate) fn new(client: Client) -> Self {
        let reporter = Reporter { controller: controller_name(), instance: None };
        let recorder = Recorder::new(client.clone(), reporter);
        Self { client, recorder }
    }

    /// Writes one thing, and tells of it.
    pub(crate) async fn write(&mut self, namespace: &str, write: Write) -> kube::Result<()> {
        let apply = PatchParams::apply(MANAGER).force();
        let extensions = Api::<DynamicObject>::namespaced_with(
            self.client.clone(),
            namespace,
            &extension_resource(),
        );
        match write {
            Write::Apply { name, body } => {
                extensions.patch(&name, &apply, &Patch::Apply(body)).await?;
                tell(&format!("wrote EnvoyExtensionPolicy {namespace}/{}", visible(&name)));
            }
            Write::Delete { name, uid } => {
                let preconditions = Preconditions { uid, resource_version: None };
                let delete =
                    DeleteParams { preconditions: Some(preconditions), ..DeleteParams::default() };
                match extensions.delete(&name, &delete).await {
                    Err(kube::Error::Api(status)) if status.is_not_found() => {}
                    deleted => deleted.map(|_| ())?,
                }
                tell(&format!("took EnvoyExtensionPolicy {namespace}/{} away", visible(&name)));
            }
            Write::Status { policy, status, news } => {
                let policies = Api::<CorsPolicy>::namespaced(self.client.clone(), namespace);
                let body = status_body(&policy, &status);
                match policies.patch_status(&policy.name_any(), &apply, &Patch::Apply(body)).await {
                    // It went meanwhile.
                    Err(kube::Error::Api(status)) if status.is_not_found() => return Ok(()),
                    patched => patched.map(|_| ())?,
                }
                for said in news.iter().filter(|said| said.kind == "Accepted") {
                    self.publish(&policy, said).await;
                }
            }
        }
        Ok(())
    }

    /// An event of the policy, for `kubectl describe`; without it nothing is lost but a line.
    async fn publish(&self, policy: &CorsPolicy, said: &Said) {
        let text = visible(&said.text);
        // As much as an event may say.
        let note: String = text.chars().take(250).collect();
        let (namespace, name) = (policy.namespace().unwrap_or_default(), policy.name_any());
        tell(&format!("CorsPolicy {namespace}/{name}: {}: {note}", said.reason));
        let event = Event {
            type_: if said.is_true { EventType::Normal } else { EventType::Warning },
            reason: said.reason.into(),
            note: Some(note),
            action: "Attach".into(),
            secondary: None,
        };
        if let Err(error) = self.recorder.publish(&event, &policy.object_ref(&())).await {
            tell(&format!("warning: no event of {name}: {}", visible(&error.to_string())));
        }
    }

    /// A policy that this program cannot read.
    pub(crate) fn tell_unreadable(&self, policy: &DynamicObject, error: &str) {
        let (namespace, name) = (policy.namespace().unwrap_or_default(), policy.name_any());
        let error = visible(error);
        tell(&format!(
            "error: CorsPolicy {namespace}/{name} is none as this program knows them: {error}"
        ));
    }
}
