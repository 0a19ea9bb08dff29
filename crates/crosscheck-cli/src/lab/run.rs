//! The listeners of the lab, and what is behind each.

use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::sync::Arc;

use anyhow::Context;
use crosscheck_analysis::say;
use crosscheck_analysis::text;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::Upstream;

use super::api;
use super::live;
use super::live::Places;
use super::live::Runs;
use super::log::Log;
use super::pages;
use super::policies::Policies;
use super::stage;
use crate::serve::StopSignals;
use crate::terminal;

/// Serves the lab until the process is asked to stop.
pub(crate) fn run() -> anyhow::Result<()> {
    let page = listen_near(PAGE_PORT)?;
    let gateway = listen_near(API_PORT)?;
    let api = TcpListener::bind(LOOPBACK_ANY_PORT).context("no free port on 127.0.0.1")?;
    let page_origin = format!("http://localhost:{}", page.local_addr()?.port());
    let port = gateway.local_addr()?.port();
    let api_origin = format!("http://localhost:{port}");
    let other_origin = format!("http://127.0.0.1:{port}");
    let servers = [TcpListener::bind(LOOPBACK_ANY_PORT), TcpListener::bind(LOOPBACK_ANY_PORT)];
    let [first, second] = servers.map(|bound| bound.context("no free port on 127.0.0.1"));
    let (first, second) = (first?, second?);
    let ports = [first.local_addr()?.port(), second.local_addr()?.port()];
    let stage_listener =
        TcpListener::bind(LOOPBACK_ANY_PORT).context("no free port on 127.0.0.1")?;
    let stage_origin = format!("http://localhost:{}", stage_listener.local_addr()?.port());
    let runs = Arc::new(Runs::new(Places::new(&stage_origin, ports)));
    let upstream = Upstream::parse(&format!("http://{}", api.local_addr()?))?;
    let log = Arc::new(Log::default());
    let policies = Policies::new(&stage_origin)?;
    let gateway_service = Gateway::new(policies, upstream).observe(Arc::clone(&log));
    let servers = [api_origin.as_str(), &other_origin];
    let servers = servers.into_iter().chain(runs.places().servers());
    let frames = stage::router(&stage_origin, &page_origin, servers);
    let lab = pages::Lab::new(&page_origin, &api_origin, &other_origin, log, Arc::clone(&runs));
    let pages = pages::router(lab);

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        // Whoever reads where it listens may stop it at once.
        let stop = StopSignals::listen();
        let mut told = text!("lab page:    {page_origin}/   (open this in a browser)");
        say!(told, "API behind the gateway: {api_origin}/");
        let _ = terminal::print(&told);
        tokio::select! {
            done = serve_router(page, pages) => done.context("the lab page"),
            done = serve_router(stage_listener, frames) => done.context("the lab's stage"),
            done = serve_router(api, api::router(&other_origin)) => done.context("the lab's API"),
            done = gateway_service.serve(gateway, std::future::pending()) => {
                done.context("the lab's gateway")
            }
            done = live::serve(first, Arc::clone(&runs)) => done.context("the lab's servers"),
            done = live::serve(second, runs) => done.context("the lab's servers"),
            () = stop.asked() => Ok(()),
        }
    })
}

async fn serve_router(listener: TcpListener, router: axum::Router) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
}

/// Listens on the port, or on a free one if it is taken, and says so.
fn listen_near(port: u16) -> anyhow::Result<TcpListener> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    TcpListener::bind(address).or_else(|_| {
        let listener = TcpListener::bind(LOOPBACK_ANY_PORT).context("no free port on 127.0.0.1")?;
        let free = listener.local_addr()?.port();
        terminal::tell(&text!("port {port} is taken; using {free} instead"));
        Ok(listener)
    })
}

const PAGE_PORT: u16 = 8080;
const API_PORT: u16 = 8081;
const LOOPBACK_ANY_PORT: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 0);
