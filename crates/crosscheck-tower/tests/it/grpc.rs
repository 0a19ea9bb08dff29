//! tonic's routes behind the layer, asked by a page as gRPC-Web does.

use crosscheck_tower::Config;
use crosscheck_tower::CorsLayer;
use crosscheck_tower::Policy;
use crosscheck_tower::testing::FetchRule;
use crosscheck_tower::testing::Page;
use crosscheck_tower::testing::Run;
use tonic::service::Routes;
use tower::ServiceBuilder;

use crate::stacks::APP;

#[tokio::test]
async fn a_page_reads_the_status_of_a_call() {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let policy = Policy::new(&Config {
        origins: owned(&[APP]),
        request_headers: owned(&["content-type", "x-grpc-web", "x-user-agent", "grpc-timeout"]),
        expose_headers: owned(&["grpc-status", "grpc-message"]),
        ..Config::default()
    });
    let layer = CorsLayer::new(policy.expect("a sound policy"));
    let mut service = ServiceBuilder::new().layer(layer).service(Routes::default());
    let call = |page| {
        let call = Page::on(page).fetch("https://api.example/users.Users/Find").method("POST");
        call.header("content-type", "application/grpc-web+proto").header("x-grpc-web", "1")
    };
    let told = call(APP).body("\0\0\0\0\0").run(&mut service).await;
    let unimplemented = told.assert_allowed().headers.get("grpc-status");
    assert_eq!(unimplemented.as_deref(), Some(&b"12"[..]));
    let told = call("https://evil.example").run(&mut service).await;
    told.assert_refused_because(FetchRule::AllowOriginMissing);
}
