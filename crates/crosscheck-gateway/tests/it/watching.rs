//! Who watches is told the same of a request, however it was passed on.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;

use crosscheck_gateway::Exchange;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::HeaderLines;
use crosscheck_gateway::Observer;

use crate::http2::get;
use crate::http2::in_the_clear;
use crate::http2::nothing;
use crate::peers::policy;
use crate::peers::send;
use crate::peers::start;
use crate::plain::HELLO;
use crate::raw::RawUpstream;
use crate::raw::Then;

/// All that an observer is told, but for how long it took, of each client.
#[derive(Clone, Default)]
pub(crate) struct Notes(Arc<Mutex<Vec<(SocketAddr, String)>>>);

impl Notes {
    /// How much was told.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().expect("no panic").len()
    }

    /// What was told of a client, but for so many notes of which some may be of another at the same address.
    pub(crate) fn of(&self, client: SocketAddr, before: usize) -> Vec<String> {
        let notes = self.0.lock().expect("no panic");
        let notes = notes.iter().skip(before).filter(|(whom, _)| *whom == client);
        notes.map(|(_, what)| what.clone()).collect()
    }
}

impl Observer for Notes {
    fn answered(&self, exchange: &Exchange<'_>) {
        let Exchange { request, backend, policy, decision, response_status: status, .. } =
            *exchange;
        let host = request.host().map(String::from_utf8_lossy);
        let explained = policy.policy().explain(&request);
        let what = format!(
            "{} {} of {host:?} to {backend:?} {:?} {:?} {:?} -> {status} {:?} {:?} {:?}",
            request.method(),
            request.path(),
            lines(request.headers()),
            decision.verdict(),
            explained.change.map(|change| change.path),
            exchange.answered_by,
            exchange.failure,
            lines(exchange.response_headers),
        );
        self.0.lock().expect("no panic").push((exchange.client, what));
    }
}

fn lines(headers: HeaderLines<'_>) -> Vec<String> {
    let line = |(name, value)| format!("{name}: {}", String::from_utf8_lossy(value));
    headers.iter().map(line).collect()
}

#[tokio::test]
async fn an_observer_sees_what_came_in_and_what_goes_out() {
    let upstream = RawUpstream::start(Then::Keep, |_| HELLO.into()).await;
    let notes = Notes::default();
    let gateway = start(Gateway::new(policy(), upstream.upstream()).observe(notes.clone()));
    let from = "host: api\nORIGIN: https://app.example";
    for (asked, told) in [
        (
            format!("GET /a?b HTTP/1.1\n{from}\nX-1:  a "),
            r#"GET /a of Some("api") to Some(0) ["host: api", "origin: https://app.example", "x-1: a"] Some(Ok(())) None -> 200 OK Upstream None ["content-length: 5", "vary: Origin", "access-control-allow-origin: https://app.example", "access-control-allow-credentials: true", "access-control-expose-headers: x-total"]"#,
        ),
        (
            format!("OPTIONS /b HTTP/1.1\n{from}\naccess-control-request-method: PUT"),
            r#"OPTIONS /b of Some("api") to Some(0) ["host: api", "origin: https://app.example", "access-control-request-method: PUT"] Some(Ok(())) None -> 204 No Content Gateway None ["vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers", "access-control-allow-origin: https://app.example", "access-control-allow-credentials: true", "access-control-allow-methods: PUT", "access-control-allow-headers: x-token", "access-control-max-age: 600"]"#,
        ),
    ] {
        // Once over a connection that is closed, which is hyper's, and once over one that is kept.
        send(gateway, &asked).await;
        let noted = std::mem::take(&mut *notes.0.lock().expect("no panic")).into_iter();
        let noted = noted.map(|(_, what)| what.replace(r#", "connection: close""#, ""));
        assert_eq!(noted.collect::<Vec<_>>(), [told, told]);
    }
}

/// HTTP/2 has it in `:authority`.
#[tokio::test]
async fn the_host_is_told_over_http2() {
    let upstream = RawUpstream::start(Then::Keep, |_| HELLO.into()).await;
    let notes = Notes::default();
    let gateway = Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear();
    let mut client = in_the_clear(start(gateway.observe(notes.clone()))).await;
    let request = get("/a?b").body(nothing()).expect("a request");
    client.send_request(request).await.expect("an answer");
    let notes = notes.0.lock().expect("no panic");
    assert!(notes[0].1.starts_with(r#"GET /a of Some("api.example") to Some(0) "#), "{notes:?}");
}
