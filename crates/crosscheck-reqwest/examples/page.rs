//! A page asks a server that has forgotten something, and is told what.
//!
//! `cargo run -p crosscheck-reqwest --example page`

use axum::Router;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use axum::routing::any;
use crosscheck_reqwest::Browser;
use crosscheck_reqwest::Error;
use crosscheck_reqwest::Profile;
use tokio::net::TcpListener;

const APP: &str = "http://localhost:3000";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // It lets the page read, and never says that it may `PUT`.
    let order = any(|| async { ([(ACCESS_CONTROL_ALLOW_ORIGIN, APP)], "an order") });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/orders/7", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, Router::new().route("/orders/7", order)).await });

    let browser = Browser::over(&Profile::CHROMIUM, reqwest::Client::builder().no_proxy())?;
    let page = browser.page(APP)?;
    let mut told = vec![page.fetch(&*url).await?.text().await?];
    match page.fetch(reqwest::Client::new().put(&url).body("paid")).await {
        Err(Error::Refused(refusal)) => told.push(refusal.to_string()),
        other => return Err(format!("{other:?}").into()),
    }
    assert_eq!(told[0], "an order");
    assert!(told[1].contains("fix   Access-Control-Allow-Methods: PUT"), "{}", told[1]);
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("the page is told");
}
