//! What a server tells on standard error while it runs.

use std::sync::mpsc;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

use crosscheck_analysis::text::Text;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::terminal;

/// A thread that writes what is said. Whoever reads standard error may be slow, or never read: that
/// holds up nobody but the thread.
pub(crate) struct Talk {
    said: SyncSender<Text>,
    ended: oneshot::Receiver<()>,
}

impl Talk {
    pub(crate) fn start() -> Self {
        let (said, saying) = mpsc::sync_channel::<Text>(WAITING);
        let (end, ended) = oneshot::channel();
        thread::spawn(move || {
            saying.into_iter().for_each(|text| terminal::tell(&text));
            let _ = end.send(());
        });
        Self { said, ended }
    }

    /// Says it in its turn. What nobody has read for too long gets no more beside it.
    pub(crate) fn say(&self, text: Text) {
        let _ = self.said.try_send(text);
    }

    /// Waits until all is written, for a moment.
    pub(crate) async fn end(self) {
        drop(self.said);
        let _ = timeout(PATIENCE, self.ended).await;
    }
}

/// How much may wait to be written.
const WAITING: usize = 256;
const PATIENCE: Duration = Duration::from_secs(1);
