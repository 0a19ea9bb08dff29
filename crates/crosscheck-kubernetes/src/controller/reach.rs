//! Whether the API server answers: one thing, however many watches ask it.

use std::error::Error;

use crosscheck_config::visible::visible;
use kube::Client;
use kube::Config;
use kube::client::ClientBuilder;
use tokio::sync::watch;
use tower::BoxError;
use tower::util::MapResultLayer;

use crate::talk::tell;

/// What came of the last request: nothing to say, or why there was no answer.
pub(crate) struct Reach(watch::Receiver<Option<String>>);

impl Reach {
    /// A client, and whether what it asks is answered.
    pub(crate) fn client(config: Config) -> kube::Result<(Client, Self)> {
        let (sender, receiver) = watch::channel(None);
        let layer = MapResultLayer::new(move |answer: Result<_, BoxError>| {
            let failure = answer.as_ref().err().map(|error| whole(error.as_ref()));
            sender.send_if_modified(|known| {
                let is_news = known.is_some() != failure.is_some();
                *known = failure;
                is_news
            });
            answer
        });
        Ok((ClientBuilder::try_from(config)?.with_layer(&layer).build(), Self(receiver)))
    }

    /// Whether the last request was not answered.
    pub(crate) fn is_away(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Waits until that changes.
    pub(crate) async fn changed(&mut self) {
        // Who sends lives as long as the client.
        let _ = self.0.changed().await;
    }

    /// Tells of it.
    pub(crate) fn tell(&mut self) {
        match &*self.0.borrow_and_update() {
            Some(error) => tell(&format!(
                "error: the API server does not answer: {}; asking again, at last every 30 seconds",
                visible(error)
            )),
            None => tell("the API server answers again"),
        }
    }
}

/// An error with what it stands on.
fn whole(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(below) = source {
        text.push_str(&format!(": {below}"));
        source = below.source();
    }
    text
}
