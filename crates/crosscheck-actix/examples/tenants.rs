//! 100,000 tenants of one actix-web app, each with a policy of its own: by host, or fetched when asked
//! for.
//!
//! ```console
//! $ cargo run -p crosscheck-actix --example tenants
//! listening on http://127.0.0.1:3000 for t0.api.example to t99999.api.example
//! $ curl -i -H "Host: t7.api.example" -H "Origin: https://page7.example" http://127.0.0.1:3000/
//! ```
//!
//! Tenant 7 lets `https://page7.example` read, and nobody else.

use std::collections::HashMap;
use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::Mutex;

use actix_web::App;
use actix_web::HttpMessage;
use actix_web::HttpResponse;
use actix_web::HttpServer;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::middleware::Next;
use actix_web::web;
use actix_web::web::Data;
use actix_web::web::ServiceConfig;
use crosscheck_actix::ActixHead;
use crosscheck_actix::Config;
use crosscheck_actix::ConfigErrors;
use crosscheck_actix::Cors;
use crosscheck_actix::PoliciesByHost;
use crosscheck_actix::Policy;
use crosscheck_actix::PolicySelector;
use crosscheck_actix::PolicySnapshot;

const TENANTS: usize = 100_000;

#[actix_web::main]
#[expect(clippy::print_stdout, reason = "it tells where it listens")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Made once: the workers share it. Whoever keeps a clone adds, replaces and removes tenants.
    let tenants = tenants(TENANTS)?;
    let server = HttpServer::new(move || {
        App::new().configure(hello).wrap(Cors::with_selector(tenants.clone()))
    });
    let server = server.workers(1).bind((Ipv4Addr::LOCALHOST, 3000))?;
    for address in server.addrs() {
        let last = TENANTS - 1;
        println!("listening on http://{address} for t0.api.example to t{last}.api.example");
    }
    Ok(server.run().await?)
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

fn hello(app: &mut ServiceConfig) {
    let hello = async || HttpResponse::Ok().body("hello");
    app.route("/", web::to(hello)).route("/tenants/{tenant}", web::to(hello));
}

/// Policies are in a database: the middleware outside of the `Cors` awaits, which takes what it finds
/// in the request.
#[cfg_attr(not(test), expect(dead_code, reason = "the other way: served by the tests"))]
fn fetched() -> Result<Cors<(), impl for<'r> PolicySelector<ActixHead<'r>> + Clone>, ConfigErrors> {
    let nobody = Arc::new(PolicySnapshot::from(Policy::new(&Config::default())?));
    Ok(Cors::with_selector(move |request: &ActixHead<'_>| {
        request.extensions().get::<Arc<PolicySnapshot>>().unwrap_or(&nobody).clone()
    }))
}

/// Tenants are named by the path here. A preflight brings no token, so nothing that only a signed-in
/// user sends can say whose policy it is.
#[cfg_attr(not(test), expect(dead_code, reason = "the other way: served by the tests"))]
async fn fetch_policy<B: MessageBody>(
    database: Data<Database>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let tenant = request.path().strip_prefix("/tenants/").and_then(|number| number.parse().ok());
    if let Some(tenant) = tenant
        && let Some(policy) = database.policy_of(tenant).await
    {
        request.extensions_mut().insert(policy);
    }
    next.call(request).await
}

/// What was fetched is kept: who is a tenant is known, so this has an end.
#[derive(Debug, Default)]
struct Database {
    fetched: Mutex<HashMap<usize, Arc<PolicySnapshot>>>,
}

impl Database {
    async fn policy_of(&self, tenant: usize) -> Option<Arc<PolicySnapshot>> {
        if tenant >= TENANTS {
            return None;
        }
        if let Some(policy) = self.fetched.lock().ok()?.get(&tenant) {
            return Some(Arc::clone(policy));
        }
        actix_web::rt::task::yield_now().await; // where a query would be awaited
        let policy = Arc::new(PolicySnapshot::from(policy(tenant).ok()?));
        self.fetched.lock().ok()?.insert(tenant, Arc::clone(&policy));
        Some(policy)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::App;
    use actix_web::middleware::from_fn;
    use actix_web::test::init_service;
    use actix_web::web::Data;
    use crosscheck_actix::Cors;
    use crosscheck_actix::testing::FetchRule;
    use crosscheck_actix::testing::Page;
    use crosscheck_actix::testing::Run;

    use super::Database;
    use super::fetch_policy;
    use super::fetched;
    use super::hello;
    use super::policy;
    use super::tenants;

    #[actix_web::test]
    async fn each_host_has_its_own_policy() {
        let tenants = tenants(2_000).expect("hosts");
        let app = App::new().configure(hello).wrap(Cors::with_selector(tenants.clone()));
        let app = init_service(app).await;
        let write = async |page: usize, tenant: usize| {
            let page = Page::on(&format!("https://page{page}.example"));
            let api = page.fetch(&format!("https://t{tenant}.api.example/")).method("PUT");
            api.with_credentials().run(&app).await
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

    #[actix_web::test]
    async fn a_policy_may_be_fetched_when_it_is_asked_for() {
        let app = App::new()
            .configure(hello)
            .wrap(fetched().expect("a policy"))
            .wrap(from_fn(fetch_policy))
            .app_data(Data::new(Database::default()));
        let app = init_service(app).await;
        let read = async |page: &str, path: &str| {
            Page::on(page).fetch(&format!("https://api.example{path}")).run(&app).await
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
