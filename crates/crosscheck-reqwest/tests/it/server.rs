//! Servers on this machine, and what they were asked.

use std::sync::Arc;
use std::sync::Mutex;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::middleware::from_fn;
use crosscheck_reqwest::Browser;
use crosscheck_reqwest::Page;
use crosscheck_reqwest::Profile;
use tokio::net::TcpListener;

pub(crate) const APP: &str = "https://app.example";

/// A server, and the heads that reached it.
#[derive(Clone)]
pub(crate) struct Served {
    pub(crate) at: String,
    asked: Arc<Mutex<Vec<(String, HeaderMap)>>>,
}

impl Served {
    /// Serves an app.
    pub(crate) async fn new(app: Router) -> Self {
        let asked: Arc<Mutex<Vec<(String, HeaderMap)>>> = Arc::default();
        let heard = Arc::clone(&asked);
        let app = app.layer(from_fn(move |request: Request, next: Next| {
            let line = format!("{} {}", request.method(), request.uri());
            heard.lock().expect("nobody panicked").push((line, request.headers().clone()));
            next.run(request)
        }));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async { axum::serve(listener, app).await });
        Self { at, asked }
    }

    /// A URL of it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.at)
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panicked").iter().map(|(line, _)| line.clone()).collect()
    }

    /// A header of the last that it was asked; empty if there was none.
    pub(crate) fn last(&self, name: &str) -> String {
        let asked = self.asked.lock().expect("nobody panicked");
        let value = asked.last().and_then(|(_, headers)| headers.get(name));
        value.map(|value| value.to_str().expect("text").to_owned()).unwrap_or_default()
    }
}

/// A browser that goes through no proxy.
pub(crate) fn browser(profile: &'static Profile) -> Browser {
    Browser::over(profile, reqwest::Client::builder().no_proxy()).expect("a client")
}

/// A page of the app in Chromium.
pub(crate) fn page() -> Page {
    browser(&Profile::CHROMIUM).page("https://app.example/inbox?unread").expect("a URL")
}

pub(crate) fn put(url: &str) -> reqwest::RequestBuilder {
    reqwest::Client::new().put(url)
}
