//! The listeners of the lab, and what is behind each.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;

use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;

use crate::endpoints;
use crate::live;
use crate::live::Places;
use crate::live::Runs;
use crate::log::Log;
use crate::policies::scene_policy;
use crate::sample_api;
use crate::session::Session;
use crate::stage::frame;

/// The lab, listening; nothing is answered before [`Lab::serve`].
#[derive(Debug)]
pub struct Lab {
    /// Whether the page's port was asked for.
    is_port_chosen: bool,
    page: Listener,
    gateway: Listener,
    api: Listener,
    stage: Listener,
    servers: [Listener; 2],
}

/// A socket on loopback, and its port.
#[derive(Debug)]
struct Listener {
    socket: TcpListener,
    port: u16,
}

/// What kept the lab from serving.
#[derive(Debug)]
#[non_exhaustive]
pub enum LabError {
    /// There is no free port on loopback.
    NoPort(io::Error),
    /// The page cannot be on the port that was asked for.
    PortTaken {
        /// The port.
        port: u16,
        /// Why.
        error: io::Error,
    },
    /// One of its servers ended.
    Ended {
        /// Which: `the lab page`.
        server: &'static str,
        /// Why.
        error: io::Error,
    },
}

impl Lab {
    /// Listens on a port for the page, and on others of its own.
    ///
    /// In: the page's port, 0 for any; without one it is 8080, or a free one if that is taken. The
    /// gateway's is 8081, or a free one. Fails if the port is taken, or none is left.
    pub fn bind(port: Option<u16>) -> Result<Self, LabError> {
        let near = |port| Listener::bind(port).or_else(|_| Listener::bind(0));
        let page = match port {
            Some(port) => {
                Listener::bind(port).map_err(|error| LabError::PortTaken { port, error })?
            }
            None => near(PAGE_PORT).map_err(LabError::NoPort)?,
        };
        let bound = || {
            Ok(Self {
                is_port_chosen: port.is_some(),
                page,
                gateway: near(API_PORT)?,
                api: Listener::bind(0)?,
                stage: Listener::bind(0)?,
                servers: [Listener::bind(0)?, Listener::bind(0)?],
            })
        };
        bound().map_err(LabError::NoPort)
    }

    /// Where the page is.
    pub fn page_origin(&self) -> String {
        self.page.origin()
    }

    /// Where the API is, behind the gateway.
    pub fn api_origin(&self) -> String {
        self.gateway.origin()
    }

    /// The usual ports that were taken, each with the one that is used instead.
    pub fn taken_ports(&self) -> Vec<(u16, u16)> {
        let used = [(PAGE_PORT, self.page.port), (API_PORT, self.gateway.port)];
        let used = used.into_iter().skip(usize::from(self.is_port_chosen));
        used.filter(|(usual, used)| usual != used).collect()
    }

    /// Serves until it is asked to stop, on the runtime that it is called in.
    ///
    /// Fails if one of its servers ends before.
    pub async fn serve(self, stop: impl Future<Output = ()>) -> Result<(), LabError> {
        let (page_origin, api_origin) = (self.page_origin(), self.api_origin());
        let other_origin = format!("http://127.0.0.1:{}", self.gateway.port);
        let stage_origin = self.stage.origin();
        let ports = self.servers.each_ref().map(|listener| listener.port);
        let runs = Arc::new(Runs::new(Places::new(&stage_origin, ports)));
        let upstream = Upstream::parse(&format!("http://127.0.0.1:{}", self.api.port))
            .expect("an address of this machine is an upstream");
        let log = Arc::new(Log::default());
        let policy = scene_policy(&stage_origin).expect("the scenes' policy is one");
        let gateway = Gateway::new(policy, upstream).observe(Arc::clone(&log));
        let servers = [api_origin.as_str(), &other_origin];
        let servers = servers.into_iter().chain(runs.places().servers());
        let frames = frame::router(&stage_origin, &page_origin, servers);
        let session =
            Session::new(&page_origin, &api_origin, &other_origin, log, Arc::clone(&runs));
        let pages = endpoints::router(session);
        let api = sample_api::router(&other_origin);
        let [first, second] = self.servers;
        let (server, ended) = tokio::select! {
            ended = serve_router(self.page, pages) => ("the lab page", ended),
            ended = serve_router(self.stage, frames) => ("the lab's stage", ended),
            ended = serve_router(self.api, api) => ("the lab's API", ended),
            ended = gateway.serve(self.gateway.socket, std::future::pending()) => {
                ("the lab's gateway", ended)
            }
            ended = live::serve(first.socket, Arc::clone(&runs)) => ("the lab's servers", ended),
            ended = live::serve(second.socket, runs) => ("the lab's servers", ended),
            () = stop => return Ok(()),
        };
        ended.map_err(|error| LabError::Ended { server, error })
    }
}

impl Listener {
    /// Listens on a port of loopback; on any for 0.
    fn bind(port: u16) -> io::Result<Self> {
        let socket = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        let port = socket.local_addr()?.port();
        Ok(Self { socket, port })
    }

    fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }
}

async fn serve_router(listener: Listener, router: axum::Router) -> io::Result<()> {
    listener.socket.set_nonblocking(true)?;
    axum::serve(tokio::net::TcpListener::from_std(listener.socket)?, router).await
}

impl fmt::Display for LabError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPort(error) => write!(f, "no free port on 127.0.0.1: {error}"),
            Self::PortTaken { port, error } => {
                write!(f, "the page cannot be on port {port}: {error}")
            }
            Self::Ended { server, error } => write!(f, "{server}: {error}"),
        }
    }
}

impl Error for LabError {}

const PAGE_PORT: u16 = 8080;
const API_PORT: u16 = 8081;
