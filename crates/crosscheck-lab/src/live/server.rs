//! The servers of scenarios: they answer by the rules of a run, to the byte.
//!
//! Everything that is read is bounded: see [`Requests`].

use std::error::Error;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use crosscheck::scenario::Answer;
use crosscheck::scenario::WireRequest;
use crosscheck::wire::HeaderList;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tokio::time::timeout;

use super::runs::Runs;
use crate::stage::Requests;
use crate::stage::answer_bytes;

/// Answers everybody who connects, for as long as the lab lives.
pub(crate) async fn serve(listener: TcpListener, runs: Arc<Runs>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return Ok(()) };
        let Ok((stream, _)) = listener.accept().await else {
            // There may be no descriptor left; others give theirs back.
            sleep(Duration::from_secs(1)).await;
            continue;
        };
        let runs = Arc::clone(&runs);
        tokio::spawn(async move {
            // A browser may hang up at any point.
            let _ = timeout(LONGEST, talk(stream, &runs)).await;
            drop(place);
        });
    }
}

/// Answers one connection's requests, until it ends or sends what no browser would.
async fn talk(mut stream: TcpStream, runs: &Runs) -> io::Result<()> {
    let mut requests = Requests::new(HEAD_LIMIT, BODY_LIMIT);
    let mut buffer = [0; 4096];
    loop {
        while let Some((request, _)) = requests.take().map_err(invalid)? {
            if !runs.places().servers().any(|known| known == request.origin) {
                // A name of a stranger that leads to this machine.
                return Err(invalid("it asks another host"));
            }
            let answer = match is_for_a_document(&request) {
                true => empty(403),
                false => runs.answer(&request).unwrap_or_else(|| empty(404)),
            };
            stream.write_all(&answer_bytes(&answer, &request.method)).await?;
        }
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        requests.push(&buffer[..read]);
    }
}

/// Whether a browser would make a page of the answer. What a scenario says is anybody's, and a page on
/// this server's origin would have no policy; scenarios ask by script and by elements only.
fn is_for_a_document(request: &WireRequest) -> bool {
    let says = |name: &str| request.headers.get(name).map(|value| &**value);
    match (says("sec-fetch-mode"), says("sec-fetch-dest")) {
        // Browsers of before 2023 say neither.
        (None, None) => says("accept").is_some_and(|accept| accept.starts_with("text/html")),
        (mode, kind) => mode == Some("navigate") || kind.is_some_and(|k| DOCUMENTS.contains(&k)),
    }
}

const DOCUMENTS: [&str; 6] = ["document", "embed", "fencedframe", "frame", "iframe", "object"];

/// What is said to pages, and of runs that nobody began, or that are forgotten.
fn empty(status: u16) -> Answer {
    let headers: HeaderList = [("Content-Length", "0")].into_iter().collect();
    Answer { status, headers, body: Vec::new() }
}

fn invalid(why: impl Into<Box<dyn Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

const MAX_CONNECTIONS: usize = 64;
/// For all that is said over one connection.
const LONGEST: Duration = Duration::from_secs(60);
const HEAD_LIMIT: usize = 64 << 10;
const BODY_LIMIT: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use std::net::TcpListener as StdListener;

    use insta::assert_snapshot;
    use serde_json::json;

    use super::*;
    use crate::live::Asked;
    use crate::live::Places;

    /// One run; each text is sent over a connection of its own, which is then closed for writing.
    async fn said(texts: &[&str]) -> (Vec<String>, usize) {
        let listener = StdListener::bind("127.0.0.1:0").expect("a free port on loopback");
        let port = listener.local_addr().expect("it listens").port();
        let runs = Arc::new(Runs::new(Places::new("http://localhost:1", [port, 2])));
        let asked: Asked = serde_json::from_value(json!({"browser": "spec", "scenario": {
            "id": "a", "page": "https://app.example",
            "steps": [{"api": "fetch", "url": "https://api.test/a"}],
            "server": [{"origin": "https://api.test", "path": "/a", "method": "*", "status": 200,
                "headers": [["access-Control-allow-origin", "a"], ["X-B", " é "], ["x-b", "2"]],
                "body": "ok"}],
        }}))
        .expect("what a page asks");
        let begun = runs.begin(&asked).map_err(|objection| objection.message);
        let begun = serde_json::to_value(begun.expect("it can be played")).expect("JSON");
        let run = begun["run"].as_str().expect("its name");
        let serving = tokio::spawn(serve(listener, Arc::clone(&runs)));
        let mut answers = Vec::new();
        for text in texts {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
            let text = text.replace("HERE", &format!("127.0.0.1:{port}")).replace("RUN", run);
            // What is not read to its end may be reset.
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.shutdown().await;
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
            answers.push(answer.iter().map(|byte| char::from(*byte)).collect());
        }
        serving.abort();
        (answers, runs.wire(run).expect("the run").len())
    }

    #[tokio::test]
    async fn answers_are_as_scripted_to_the_byte() {
        let chunked = "POST /RUN/a HTTP/1.1\r\nHost: HERE\r\nTransfer-Encoding: chunked\r\n\r\n\
                       3\r\nabc\r\n0\r\n\r\nHEAD /RUN/a?b HTTP/1.1\r\nHost: HERE\r\n\r\n";
        let (answers, heard) = said(&[chunked]).await;
        assert_snapshot!(answers[0].replace('\r', ""), @r"
        HTTP/1.1 200 X
        access-Control-allow-origin: a
        X-B: é
        x-b: 2
        Content-Length: 2

        okHTTP/1.1 200 X
        access-Control-allow-origin: a
        X-B: é
        x-b: 2
        Content-Length: 2
        ");
        assert_eq!(heard, 2);
    }

    #[tokio::test]
    async fn nobody_else_is_answered_and_everything_has_an_end() {
        let head =
            |host: &str, more: &str| format!("GET /RUN/a HTTP/1.1\r\nHost: {host}\r\n{more}\r\n");
        let long = format!("X-A: {}\r\n", "a".repeat(HEAD_LIMIT));
        let texts = [
            head("rebound.example", ""),
            head("localhost", ""),
            head("HERE", &long),
            head("HERE", "Content-Length: 1000000\r\n"),
            head("HERE", "Content-Length: -1\r\n"),
            head("HERE", "Transfer-Encoding: chunked\r\n") + "fffffff\r\n",
            "hello\r\n\r\n".to_owned(),
            String::new(),
        ];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (answers, heard) = said(&texts).await;
        assert_eq!((answers, heard), (vec![String::new(); texts.len()], 0));
        let (answers, heard) = said(&["GET /run0/a HTTP/1.1\r\nHost: HERE\r\n\r\n"]).await;
        assert_eq!((&*answers[0], heard), ("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", 0));
    }
    /// What a scenario says is never a page of its own, however a browser is led there.
    #[tokio::test]
    async fn no_page_is_made_of_an_answer() {
        let head = |more: &str| format!("GET /RUN/a HTTP/1.1\r\nHost: HERE\r\n{more}\r\n");
        let page = "Sec-Fetch-Mode: navigate\r\n";
        let (refused, answered) = ("HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n", 200);
        for more in [
            &format!("{page}Sec-Fetch-Dest: document\r\n"),
            &format!("{page}Sec-Fetch-Dest: iframe\r\n"),
            &format!("{page}Sec-Fetch-Dest: object\r\n"),
            page,
            "Sec-Fetch-Dest: embed\r\n",
            "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n",
        ] {
            let (answers, heard) = said(&[&head(more)]).await;
            assert_eq!((&*answers[0], heard), (refused, 0), "{more}");
        }
        for more in [
            "Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nAccept: text/html\r\n",
            "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n",
            "Accept: */*\r\n",
            "",
        ] {
            let (answers, heard) = said(&[&head(more)]).await;
            assert!(answers[0].starts_with(&format!("HTTP/1.1 {answered}")), "{more}");
            assert_eq!(heard, 1, "{more}");
        }
    }
}
