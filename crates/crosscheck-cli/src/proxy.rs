//! `crosscheck proxy`: an API without CORS for the page that a developer works on.

use std::io;
use std::net::SocketAddr;
use std::num::NonZero;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use crosscheck::server::Reason;
use crosscheck_analysis::say;
use crosscheck_analysis::text;
use crosscheck_analysis::text::Text;
use crosscheck_gateway::Listeners;
use crosscheck_serve::Event;
use crosscheck_serve::Tell;
use crosscheck_serve::development_proxy;
use crosscheck_serve::refused_log;

use crate::failure::CliError;
use crate::serve::text_of;
use crate::signals::StopSignals;
use crate::talk::Talk;
use crate::terminal;

const EXAMPLES: &str = "\
On this machine only, for one page and one target: no cookies are passed on in either direction, no redirect \
is followed, and a name that leads into a private network is refused unless `--private` is said. For an API \
of your own, let it share its answers, or stand in front of it: `crosscheck serve`.

Examples:
  crosscheck proxy --to https://api.example.com --for http://localhost:5173
      then fetch(\"http://127.0.0.1:8090/items\") in place of fetch(\"https://api.example.com/items\")
  crosscheck proxy --to http://192.168.1.20:8000 --for http://localhost:3000 --port 9000";

/// Whom to ask, and for whom.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The API, without a path.
    #[arg(long, value_name = "URL")]
    to: String,
    /// The origin of the page that you work on.
    #[arg(long = "for", value_name = "ORIGIN")]
    page: String,
    /// Where the page asks instead, on this machine; 0 for any free port.
    #[arg(long, value_name = "PORT", default_value_t = 8090)]
    port: u16,
    /// The API's name may lead into a private network.
    #[arg(long)]
    private: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let address = SocketAddr::from(([127, 0, 0, 1], arguments.port));
    let listeners = Listeners::bind(address, NonZero::<usize>::MIN).map_err(|error| {
        CliError::with_hint(format!("cannot listen on {address}: {error}"), port_hint(&error))
    })?;
    let address = listeners.address().unwrap_or(address);
    let gateway = development_proxy(&arguments.to, &arguments.page, address, arguments.private)
        .map_err(|error| match error.hint() {
            Some(hint) => CliError::with_hint(error.to_string(), hint),
            None => error.into(),
        })?;
    let talk = Talk::start();
    let told_by = talk.clone();
    let tell: Tell = Arc::new(move |event| told_by.say(said_of(event)));
    let gateway = gateway.observe(refused_log(tell));
    let mut said = text!("crosscheck proxy: http://{address} -> {}", arguments.to);
    say!(said, "for pages of {} on this machine, without cookies", arguments.page);
    crosscheck_gateway::run(gateway, listeners, async move {
        let stop = StopSignals::listen();
        let _ = terminal::print(&said);
        stop.asked().await;
    })?;
    talk.end();
    Ok(ExitCode::SUCCESS)
}

/// What happened. Whoever started it wrote no policy that an origin could be added to.
fn said_of(event: Event) -> Text {
    match event {
        Event::Refused(mut refused) if refused.reason == Reason::OriginNotAllowed => {
            refused.change = None;
            text!("{refused}; that page is not the one of --for")
        }
        event => text_of(event),
    }
}

/// What to do if nobody can listen at a port.
fn port_hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there; stop it, or choose another port with `--port`; 0 is any free one"
        }
        io::ErrorKind::PermissionDenied => {
            "ports below 1024 need privileges; choose a higher one with `--port`"
        }
        _ => "choose another port with `--port`",
    }
}
