//! The same exchange for whoever may only look: the lab's page.
//!
//! What keeps it from being anybody's relay is here, and cannot be left out by who calls it: see
//! [`Scope::ReadOnly`] for what may be sent, [`PATIENCE`] for how long it may take. A name is looked up
//! once, and what is connected to are the addresses that were looked at.

use std::fmt;
use std::time::Duration;

use crosscheck::agent::Body;
use crosscheck::agent::Client;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::audit::End;
use crosscheck::audit::Unanswered;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;

use crate::browser::browser;
use crate::browser_fetch::drive;
use crate::scope::Scope;
use crate::send_once::Asker;
use crate::transport::Patience;
use crate::transport::Resolver;
use crate::transport::Transport;

/// Asks a live server what each browser would ask it for a step of a page.
///
/// Out: every message and its answer, without the answer's body. Fails, with a hint, where a server
/// does not answer, or where something would have to be sent that is more than a look.
pub async fn look(page: &Origin, step: &Step) -> Result<Vec<(HttpRequest, Response)>, LookError> {
    look_through(Transport::new(Resolver::default(), false, PATIENCE), page, step).await
}

async fn look_through(
    transport: Transport,
    page: &Origin,
    step: &Step,
) -> Result<Vec<(HttpRequest, Response)>, LookError> {
    let mut asker = Asker::new(transport, false).within(Scope::ReadOnly);
    let mut messages: Vec<(HttpRequest, Response)> = Vec::new();
    let Some(asked) = step.page_request() else { return Ok(messages) };
    for &profile in Profile::ALL {
        let run = drive(browser(profile), &Client::from(page), &asked, &mut asker).await;
        for exchanged in run.messages {
            let Some(answered) = exchanged.answer else { continue };
            let response = Response { body: Body::default(), ..answered.response };
            messages.push((exchanged.request, response));
        }
        match run.end {
            End::Verdict(_) => {}
            End::Thrown(error) => {
                let hint = "no page can make this request";
                return Err(LookError { message: error.to_string(), hint });
            }
            End::Unanswered(_, why) => return Err(LookError::of(&why)),
        }
    }
    Ok(messages)
}

/// Why a look brought no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LookError {
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl LookError {
    fn of(why: &Unanswered) -> Self {
        match why {
            Unanswered::Failed(error) => Self { message: error.to_string(), hint: error.hint },
            Unanswered::NotSentAgain { browser } => Self {
                message: format!(
                    "{browser} sent it with another `Origin`, and it is not sent twice"
                ),
                hint: "`crosscheck check --fresh` sends it for each browser",
            },
            Unanswered::MoreThanALook { method } => Self {
                message: format!("`{method}` may change something, and this page only looks"),
                hint: "`crosscheck check` sends it from your terminal; to this machine it is sent \
                       from here too",
            },
        }
    }
}

impl fmt::Display for LookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for LookError {}

const PATIENCE: Patience =
    Patience { connect: Duration::from_secs(5), whole: Duration::from_secs(20) };

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::net::SocketAddr;
    use std::sync::Arc;
    use std::sync::Mutex;
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    use tokio::io::AsyncReadExt;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    use crosscheck::agent::api::Api;

    use super::*;

    fn message(method: &str, is_preflight: bool) -> HttpRequest {
        HttpRequest {
            method: method.into(),
            url: "https://api.example/".parse().expect("a URL"),
            headers: [("Cookie", "id=1"), ("Origin", "https://app.example")].into_iter().collect(),
            body: Body::default(),
            is_streamed: false,
            is_preflight,
            is_credentialed: true,
        }
    }

    #[test]
    fn only_this_machine_is_sent_more_than_a_look() {
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let (here, mapped, there) =
            (address("127.0.0.1"), address("::ffff:127.0.0.1"), address("192.0.2.1"));
        for (method, is_preflight, addresses, allowed) in [
            ("GET", false, vec![there], true),
            ("HEAD", false, vec![there], true),
            ("OPTIONS", true, vec![there], true),
            ("OPTIONS", false, vec![there], false),
            ("POST", false, vec![there], false),
            ("DELETE", false, vec![here, there], false),
            ("DELETE", false, vec![], false),
            ("DELETE", false, vec![here, mapped], true),
        ] {
            let message = message(method, is_preflight);
            let told = Scope::ReadOnly.allows(&message, &addresses);
            assert_eq!(told, allowed, "{method} to {addresses:?}");
            assert!(Scope::Anything.allows(&message, &addresses));
        }
    }

    /// Nothing is connected to: the address is nobody's, and the answer is there at once.
    #[tokio::test]
    async fn what_is_more_than_a_look_is_not_sent() {
        let elsewhere = vec![("api.example".to_owned(), 443, "192.0.2.1".parse().expect("one"))];
        let transport = Transport::new(Resolver::new(elsewhere), false, PATIENCE);
        let mut asker = Asker::new(transport, false).within(Scope::ReadOnly);
        let refused =
            asker.ask(&Profile::SPEC, &message("DELETE", false)).await.expect_err("it may not");
        assert!(matches!(refused, Unanswered::MoreThanALook { .. }), "{refused:?}");
    }

    /// A server on this machine that gives the same answer to everybody. Out: where it is, and the
    /// first line of each request.
    async fn server(answer: &'static str) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port on loopback");
        let address = listener.local_addr().expect("it listens");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let lines = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = stream.read_u8().await else { break };
                    head.push(byte);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let line = head.lines().next().unwrap_or_default().to_owned();
                lines.lock().expect("nobody panicked").push(line);
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        (address, heard)
    }

    fn post(url: String) -> Step {
        Step { method: Some("POST".into()), ..Step::new(Api::Fetch, &url) }
    }

    /// A page of this machine: what is insecure is open to it, and what is close.
    fn page() -> Origin {
        Origin::parse("http://localhost:3000").expect("an origin")
    }

    /// Here at the first look-up, elsewhere at each that follows: what was looked at is what is
    /// connected to, from the first message of the first browser to the last of the last.
    #[tokio::test]
    async fn a_name_that_moves_meanwhile_is_not_followed() {
        let (address, heard) = server(SHARED).await;
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let names = move |host: String| {
            let is_first = || count.fetch_add(1, Ordering::SeqCst) == 0;
            // The page's own host is asked for as well, and stays where it is.
            let text = match host == "rebound.example" && !is_first() {
                true => "127.0.0.2",
                false => "127.0.0.1",
            };
            let found = vec![text.parse().expect("an address")];
            Box::pin(std::future::ready(Ok(found))) as _
        };
        let transport = Transport::new(Resolver::asking(Arc::new(names)), false, PATIENCE);
        let url = format!("http://rebound.example:{}/", address.port());
        let told = look_through(transport, &page(), &post(url)).await.expect("an answer");
        assert_eq!(told.len(), Profile::ALL.len());
        assert!(heard.lock().expect("nobody panicked").iter().all(|line| line.starts_with("POST")));
        assert_eq!(asked.load(Ordering::SeqCst), 1, "it is looked up once");
    }

    /// To this machine anything may be sent; where it leads on to, only what may be sent there.
    #[tokio::test]
    async fn a_redirect_is_no_way_around_what_may_be_sent() {
        let (address, heard) = server(
            "HTTP/1.1 307 Moved\r\nLocation: http://api.example/\r\nContent-Length: 0\r\n\
             Access-Control-Allow-Origin: http://localhost:3000\r\n\r\n",
        )
        .await;
        let names = |_| {
            let found = vec!["192.0.2.1".parse().expect("an address")];
            Box::pin(std::future::ready(Ok(found))) as _
        };
        let transport = Transport::new(Resolver::asking(Arc::new(names)), false, PATIENCE);
        let told = look_through(transport, &page(), &post(format!("http://{address}/"))).await;
        let error = told.expect_err("it may not go on").to_string();
        assert_eq!(error, "`POST` may change something, and this page only looks");
        assert_eq!(*heard.lock().expect("nobody panicked"), ["POST / HTTP/1.1"]);
    }

    /// A server that takes a connection and says nothing is left when the time is over.
    #[tokio::test]
    async fn everything_together_may_take_so_long_and_no_longer() {
        assert_eq!((PATIENCE.connect.as_secs(), PATIENCE.whole.as_secs()), (5, 20));
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a free port on loopback");
        let address = silent.local_addr().expect("it listens");
        let patience = Patience { whole: Duration::ZERO, ..PATIENCE };
        let transport = Transport::new(Resolver::default(), false, patience);
        let told = look_through(transport, &page(), &post(format!("http://{address}/"))).await;
        let error = told.expect_err("nobody answers").to_string();
        assert_eq!(error, "no answer within 0 s");
    }

    const SHARED: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\
         Access-Control-Allow-Origin: http://localhost:3000\r\n\r\n";
}
