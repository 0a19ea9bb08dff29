//! `crosscheck lab`: a page on this machine.

use std::process::ExitCode;

use clap::Args;
use crosscheck_analysis::say;
use crosscheck_analysis::text;
use crosscheck_lab::Lab;
use crosscheck_lab::LabError;

use crate::failure::CliError;
use crate::signals::StopSignals;
use crate::terminal;

const EXAMPLES: &str = "\
On this machine only; it prints the address to open. Paste a console's text, a command, a URL, headers \
or a HAR file, and read the reason, the fix for your server, and what each browser does. Change the case \
and run it in your own browser. Beside it: a policy editor, and scenes against a small API.

Examples:
  crosscheck lab
  crosscheck lab --port 9000";

/// Where the page is.
#[derive(Args, Debug, Default)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The page's port, 0 for any free one; 8080 if not given, or a free one if that is taken.
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

/// Serves the lab until the process is asked to stop.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let lab = Lab::bind(arguments.port).map_err(|error| match error {
        LabError::PortTaken { .. } => {
            CliError::with_hint(error.to_string(), "choose another with `--port`, or 0 for any")
        }
        error => error.into(),
    })?;
    for (port, free) in lab.taken_ports() {
        terminal::tell(&text!("port {port} is taken; using {free} instead"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        // Whoever reads where it listens may stop it at once.
        let stop = StopSignals::listen();
        let (page, api) = (lab.page_origin(), lab.api_origin());
        let mut told = text!("lab page:    {page}/   (open this in a browser)");
        say!(told, "API behind the gateway: {api}/");
        let _ = terminal::print(&told);
        lab.serve(stop.asked()).await
    })?;
    Ok(ExitCode::SUCCESS)
}
