//! What a process is asked to do by its system.

use std::process;
use std::thread;

#[cfg(unix)]
use tokio::signal::unix;
#[cfg(unix)]
use tokio::signal::unix::Signal;
#[cfg(unix)]
use tokio::signal::unix::SignalKind;

/// Ctrl-C and SIGTERM, heard from the moment this is made.
pub(crate) struct StopSignals {
    #[cfg(unix)]
    signals: [Option<Signal>; 2],
}

impl StopSignals {
    /// Must be called within a runtime.
    pub(crate) fn listen() -> Self {
        Self {
            #[cfg(unix)]
            signals: [SignalKind::terminate(), SignalKind::interrupt()]
                .map(|kind| unix::signal(kind).ok()),
        }
    }

    /// Ready when the process is asked to stop. Asked again, it ends at once, since what is under way
    /// may take its time.
    pub(crate) async fn asked(mut self) {
        self.one().await;
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            if let Ok(runtime) = runtime {
                runtime.block_on(self.one());
                process::exit(130);
            }
        });
    }

    #[cfg(unix)]
    async fn one(&mut self) {
        let [terminate, interrupt] = &mut self.signals;
        tokio::select! {
            () = heard(terminate.as_mut()) => {}
            () = heard(interrupt.as_mut()) => {}
        }
    }

    #[cfg(not(unix))]
    async fn one(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Ready when a signal comes; never if it cannot be heard.
#[cfg(unix)]
async fn heard(signal: Option<&mut Signal>) {
    if let Some(signal) = signal
        && signal.recv().await.is_some()
    {
        return;
    }
    std::future::pending::<()>().await;
}

/// SIGHUP, where there is such a thing; heard from the moment this is made.
pub(crate) struct ReloadSignal {
    #[cfg(unix)]
    signal: Option<Signal>,
}

impl ReloadSignal {
    /// Must be called within a runtime.
    pub(crate) fn listen() -> Self {
        Self {
            #[cfg(unix)]
            signal: unix::signal(SignalKind::hangup()).ok(),
        }
    }

    /// Ready when the process is asked to read its files anew.
    pub(crate) async fn asked(&mut self) {
        #[cfg(unix)]
        heard(self.signal.as_mut()).await;
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    }
}
