//! From a step, which is how people write it, to what the page asks.

use super::script::Body;
use super::script::Step;
use crate::agent::CredentialsMode;
use crate::agent::api::Api;
use crate::agent::api::BodyInit;
use crate::agent::api::CorsSettings;
use crate::agent::api::ElementInit;
use crate::agent::api::FetchInit;
use crate::agent::api::FormInit;
use crate::agent::api::PageRequest;
use crate::agent::api::XhrInit;
use crate::wire::HeaderList;
use crate::wire::isomorphic_encode;

impl Step {
    /// What the page asks by this step; `None` if it asks nobody.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::CredentialsMode;
    /// use crosscheck::agent::api::{Api, PageRequest};
    /// use crosscheck::scenario::Step;
    ///
    /// let credentials = Some(CredentialsMode::Include);
    /// let step = Step { credentials, ..Step::new(Api::EventSource, "https://api.example/") };
    /// let Some(PageRequest::EventSource { with_credentials: true, .. }) = step.page_request()
    /// else { unreachable!() };
    /// assert!(Step::new(Api::Cookie, "").page_request().is_none());
    /// ```
    pub fn page_request(&self) -> Option<PageRequest> {
        let url = self.url.clone();
        let with_credentials = self.credentials == Some(CredentialsMode::Include);
        Some(match self.api {
            Api::Fetch => PageRequest::Fetch { url, init: self.fetch_init() },
            Api::FetchLater => PageRequest::FetchLater {
                url,
                init: self.fetch_init(),
                activate_after_ms: self.activate_after,
            },
            Api::Xhr => {
                let init = XhrInit {
                    method: self.method.clone(),
                    headers: self.header_list(),
                    with_credentials,
                    upload_listener: self.upload_listener,
                    body: self.body.as_ref().map(body_init),
                };
                PageRequest::Xhr { url, init }
            }
            Api::EventSource => PageRequest::EventSource { url, with_credentials },
            Api::Beacon => PageRequest::Beacon { url, body: self.body.as_ref().map(body_init) },
            Api::WebSocket => PageRequest::WebSocket { url },
            Api::Form => {
                let mut init = FormInit::default();
                init.method.clone_from(&self.method);
                init.encoding = self.enctype;
                PageRequest::Form { url, init }
            }
            Api::Cookie => return None,
            // What it uses is a part of the file.
            Api::SvgUse => PageRequest::Element { url: url + "#i", init: self.element_init() },
            _ => PageRequest::Element { url, init: self.element_init() },
        })
    }

    fn fetch_init(&self) -> FetchInit {
        FetchInit {
            method: self.method.clone(),
            headers: self.header_list(),
            mode: self.mode,
            credentials: self.credentials,
            redirect: self.redirect,
            body: self.body.as_ref().map(body_init),
            cache: self.cache,
            referrer_policy: self.referrer_policy,
            keepalive: self.keepalive,
            target_address_space: self.target_address_space.clone(),
            integrity: self.integrity.clone(),
        }
    }

    fn element_init(&self) -> ElementInit {
        let mut init = ElementInit::new(self.api);
        init.module = self.module;
        init.crossorigin = self.crossorigin.as_deref().map(CorsSettings::of_attribute);
        init.referrer_policy = self.referrer_policy;
        init.integrity.clone_from(&self.integrity);
        init.destination = self.destination;
        init.allow.clone_from(&self.allow);
        init
    }

    fn header_list(&self) -> HeaderList {
        let headers = self.headers.iter();
        headers.map(|(name, value)| (&**name, isomorphic_encode(value))).collect()
    }
}

fn body_init(body: &Body) -> BodyInit {
    let mut init = BodyInit::new(body.kind, &*body.value);
    init.mime_type.clone_from(&body.mime_type);
    init
}
