//! Being told to stop: by Ctrl-C or, on Unix, by `SIGTERM`.

use std::process;
use std::thread;

use tokio::signal;

use crate::report::say;

/// Resolves when the process is told to stop. Told again, it ends at once.
pub(crate) async fn requested() {
    one_request().await;
    say("note", "stopping, once what is under way has ended; press Ctrl-C again to end at once");
    thread::spawn(|| {
        if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
            runtime.block_on(one_request());
            process::exit(130);
        }
    });
}

async fn one_request() {
    #[cfg(unix)]
    {
        use signal::unix::SignalKind;
        if let Ok(mut terminate) = signal::unix::signal(SignalKind::terminate()) {
            tokio::select! {
                _ = signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = signal::ctrl_c().await;
}
