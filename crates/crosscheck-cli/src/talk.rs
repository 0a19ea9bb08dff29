//! What a server tells on standard error while it runs.

use std::sync::mpsc;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

use crosscheck_analysis::text::Text;

use crate::terminal;

/// A thread that writes what is said. Whoever reads standard error may be slow, or never read: that
/// holds up nobody but the thread.
///
/// Clones are heard by the same thread.
#[derive(Clone, Debug)]
pub(crate) struct Talk(SyncSender<Said>);

/// What the thread is given.
#[derive(Debug)]
enum Said {
    Text(Text),
    /// Nothing more is written, and whoever waits is told so.
    End(SyncSender<()>),
}

impl Talk {
    pub(crate) fn start() -> Self {
        let (said, saying) = mpsc::sync_channel::<Said>(WAITING);
        thread::spawn(move || {
            for said in saying {
                match said {
                    Said::Text(text) => terminal::tell(&text),
                    Said::End(ended) => {
                        let _ = ended.send(());
                        break;
                    }
                }
            }
        });
        Self(said)
    }

    /// Says it in its turn. What nobody has read for too long gets no more beside it.
    pub(crate) fn say(&self, text: Text) {
        let _ = self.0.try_send(Said::Text(text));
    }

    /// Waits until all is written, for a moment.
    pub(crate) fn end(self) {
        let (end, ended) = mpsc::sync_channel(1);
        if self.0.try_send(Said::End(end)).is_ok() {
            let _ = ended.recv_timeout(PATIENCE);
        }
    }
}

/// How much may wait to be written.
const WAITING: usize = 256;
const PATIENCE: Duration = Duration::from_secs(1);
