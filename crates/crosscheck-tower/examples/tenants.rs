//! 100,000 tenants of one axum app, each with a policy of its own: by host, or fetched when asked for.
//!
//! ```console
//! $ cargo run -p crosscheck-tower --example tenants       # or: -- --database
//! listening on http://127.0.0.1:3000 for t0.api.example to t99999.api.example
//! $ curl -i -H "Host: t7.api.example" -H "Origin: https://page7.example" http://127.0.0.1:3000/
//! ```
//!
//! Tenant 7 lets `https://page7.example` read, and nobody else.

use std::collections::HashMap;
use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::extract::State;
use axum::middleware::Next;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use crosscheck_tower::Config;
use crosscheck_tower::ConfigErrors;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::HttpHead;
use crosscheck_tower::PoliciesByHost;
use crosscheck_tower::Policy;
use crosscheck_tower::PolicySnapshot;
use tokio::net::TcpListener;
use tokio::sync::RwLock;

const TENANTS: usize = 100_000;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "it tells where it listens")]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = match std::env::args().any(|argument| argument == "--database") {
        true => app_by_database()?,
        false => app_by_host(&tenants(TENANTS)?),
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 3000)).await?;
    let (address, last) = (listener.local_addr()?, TENANTS - 1);
    println!("listening on http://{address} for t0.api.example to t{last}.api.example");
    axum::serve(listener, app).await?;
    Ok(())
}

/// What one tenant's pages may do.
fn policy(tenant: usize) -> Result<Policy, ConfigErrors> {
    Policy::new(&Config {
        origins: vec![format!("https://page{tenant}.example")],
        methods: vec!["PUT".into()],
        credentials: true,
        ..Config::default()
    })
}

/// A policy for each tenant's host; elsewhere nobody may read.
fn tenants(count: usize) -> Result<PoliciesByHost, Box<dyn Error>> {
    let tenants = PoliciesByHost::new(Policy::new(&Config::default())?);
    for tenant in 0..count {
        tenants.insert(&format!("t{tenant}.api.example"), policy(tenant)?)?;
    }
    Ok(tenants)
}

fn hello() -> Router {
    let hello = async || "hello";
    Router::new().route("/", get(hello).put(hello)).route("/tenants/{tenant}", get(hello))
}

/// All policies are in memory. Whoever keeps a clone of the map adds, replaces and removes tenants
/// while it serves.
fn app_by_host(tenants: &PoliciesByHost) -> Router {
    hello().layer(CorsLayer::with_selector(tenants.clone()))
}

/// Policies are in a database, and fetched for the first request to each tenant.
///
/// The middleware outside of the layer awaits; the layer takes what it finds in the request.
fn app_by_database() -> Result<Router, ConfigErrors> {
    let nobody = Arc::new(PolicySnapshot::from(Policy::new(&Config::default())?));
    let found = move |head: &HttpHead<'_>| {
        head.extensions.get::<Arc<PolicySnapshot>>().unwrap_or(&nobody).clone()
    };
    let app = hello().layer(CorsLayer::with_selector(found));
    Ok(app.layer(from_fn_with_state(Arc::new(Database::default()), fetch_policy)))
}

/// Tenants are named by the path here. A preflight brings no token, so nothing that only a signed-in
/// user sends can say whose policy it is.
async fn fetch_policy(
    State(database): State<Arc<Database>>,
    mut request: Request,
    next: Next,
) -> Response {
    let tenant = request.uri().path().strip_prefix("/tenants/");
    if let Some(tenant) = tenant.and_then(|number| number.parse().ok())
        && let Some(policy) = database.policy_of(tenant).await
    {
        request.extensions_mut().insert(policy);
    }
    next.run(request).await
}

/// What was fetched is kept: who is a tenant is known, so this has an end.
#[derive(Debug, Default)]
struct Database {
    fetched: RwLock<HashMap<usize, Arc<PolicySnapshot>>>,
}

impl Database {
    async fn policy_of(&self, tenant: usize) -> Option<Arc<PolicySnapshot>> {
        if tenant >= TENANTS {
            return None;
        }
        if let Some(policy) = self.fetched.read().await.get(&tenant) {
            return Some(Arc::clone(policy));
        }
        tokio::task::yield_now().await; // where a query would be awaited
        let policy = Arc::new(PolicySnapshot::from(policy(tenant).ok()?));
        self.fetched.write().await.insert(tenant, Arc::clone(&policy));
        Some(policy)
    }
}

#[cfg(test)]
mod tests {
    use crosscheck_tower::testing::FetchRule;
    use crosscheck_tower::testing::Page;
    use crosscheck_tower::testing::Run;

    use super::app_by_database;
    use super::app_by_host;
    use super::policy;
    use super::tenants;

    #[tokio::test]
    async fn each_host_has_its_own_policy() {
        let tenants = tenants(2_000).expect("hosts");
        let mut app = app_by_host(&tenants);
        let mut write = async |page: usize, tenant: usize| {
            let page = Page::on(&format!("https://page{page}.example"));
            let api = page.fetch(&format!("https://t{tenant}.api.example/")).method("PUT");
            api.with_credentials().run(&mut app).await
        };
        for tenant in [0, 7, 1_998] {
            write(tenant, tenant).await.assert_allowed();
            let other = write(tenant, tenant + 1).await;
            other.assert_refused_because(FetchRule::AllowOriginMissing);
        }

        tenants.insert("T7.api.example.", policy(8).expect("a policy")).expect("a host");
        tenants.remove("t0.api.example");
        write(8, 7).await.assert_allowed();
        write(0, 0).await.assert_refused_because(FetchRule::AllowOriginMissing);
        write(1, 1).await.assert_allowed();
    }

    #[tokio::test]
    async fn a_policy_may_be_fetched_when_it_is_asked_for() {
        let mut app = app_by_database().expect("a policy");
        let mut read = async |page: &str, path: &str| {
            Page::on(page).fetch(&format!("https://api.example{path}")).run(&mut app).await
        };
        for _ in 0..2 {
            read("https://page7.example", "/tenants/7").await.assert_allowed();
            let other = read("https://page7.example", "/tenants/8").await;
            other.assert_refused_because(FetchRule::AllowOriginMissing);
        }
        for nobody in ["/tenants/100000", "/tenants/me"] {
            let told = read("https://page7.example", nobody).await;
            told.assert_refused_because(FetchRule::AllowOriginMissing);
        }
    }
}
