//! Why a request got no answer of the upstream, and the answer in its place.

use std::io;

use bytes::Bytes;
use http::HeaderValue;
use http::Response;
use http::StatusCode;
use http::header;

use crate::AnswerBody;
use crate::AnswerGrammar;
use crate::hop::AnswerHeadError;
use crate::hop::RequestError;
use crate::request_body::UploadError;
use crate::upstream::http1::connection::ExchangeError;
use crate::upstream::pool::ConnectError;

/// Why the upstream gave no answer, or none that can be passed on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The request's target cannot be put to an upstream.
    #[error("the request asks for a tunnel or for the server as a whole")]
    Target,
    /// No server behind the gateway serves that host and path.
    #[error("nobody behind the gateway serves that host and path")]
    NoBackend,
    /// The path could be read as one of another server behind the gateway.
    #[error("the path could be read as another server's")]
    PathAmbiguous,
    /// The request's head cannot be passed on.
    #[error(transparent)]
    Request(RequestError),
    /// A page asks for a WebSocket that it may not open. Browsers would let it talk in the user's name.
    #[error("a page of that origin may not open a WebSocket")]
    WebSocketRefused,
    /// A page asks that may not read, where such pages do not reach the upstream.
    #[error("a page of that origin may not ask")]
    PageRefused,
    /// A WebSocket is asked for, and the upstream opens none, or cannot over HTTP/2.
    #[error("the upstream opens no WebSocket")]
    NoWebSocket,
    /// The request came back: what it was forwarded to leads here.
    #[error("the upstream leads back to the gateway")]
    Loop,
    /// The client broke off in the middle of its body, or broke the grammar of HTTP there.
    #[error("the client's body is broken")]
    Upload(#[source] hyper::Error),
    /// The client kept silent in the middle of its body.
    #[error("the client does not send its body in time")]
    UploadTimeout,
    /// No connection came about.
    #[error("the upstream cannot be reached")]
    Connect(#[source] io::Error),
    /// None came about in time.
    #[error("the upstream cannot be reached in time")]
    ConnectTimeout,
    /// A connection came about, an answer did not.
    #[error("the upstream broke off before it answered")]
    BrokenOff(#[source] io::Error),
    /// The upstream took the request and kept silent.
    #[error("the upstream does not answer in time")]
    AnswerTimeout,
    /// The head of its answer has more lines, or more bytes, than it may.
    #[error("the head of the upstream's answer is too large")]
    AnswerTooLarge,
    /// Its answer is none of HTTP/1.1, or where it ends could be read in two ways.
    #[error("the upstream's answer breaks the grammar of HTTP: {0}")]
    AnswerGrammar(AnswerGrammar),
    /// The head of its answer cannot be passed on.
    #[error(transparent)]
    AnswerHead(AnswerHeadError),
    /// It says another access than the policy, where that is refused.
    #[error("the upstream's own CORS headers say another access than the policy")]
    Conflict,
}

impl Failure {
    /// What an exchange over a connection that came about failed with.
    pub(crate) fn of(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Upload(UploadError::Broken(error)) => Self::Upload(error),
            ExchangeError::Upload(UploadError::Stalled) => Self::UploadTimeout,
            ExchangeError::TimedOut => Self::AnswerTimeout,
            ExchangeError::Grammar(AnswerGrammar::TooLarge) => Self::AnswerTooLarge,
            ExchangeError::Grammar(AnswerGrammar::Length(error)) => Self::AnswerHead(error),
            ExchangeError::Grammar(error) => Self::AnswerGrammar(error),
            ExchangeError::Closed(error) | ExchangeError::Failed(error) => Self::BrokenOff(error),
        }
    }

    /// The answer in the upstream's place: who is to blame, and what to do, in plain text.
    pub(crate) fn answer(&self) -> Response<AnswerBody> {
        let (status, text) = match self {
            Self::Target => (
                StatusCode::BAD_REQUEST,
                "the gateway forwards requests for a path only\n\
                 hint: ask for a path, such as `/`; tunnels (CONNECT) and `*` have none\n",
            ),
            Self::NoBackend => (
                StatusCode::NOT_FOUND,
                "nothing behind the gateway serves this host and path\n\
                 hint: add an upstream for it, or one for every host and path\n",
            ),
            Self::PathAmbiguous => (
                StatusCode::BAD_REQUEST,
                "the path could be read as one of another server behind the gateway\n\
                 hint: send it as browsers do, without encoded slashes, dots or letters\n",
            ),
            Self::Request(RequestError::Host) => (
                StatusCode::BAD_REQUEST,
                "the request does not say which host it is for\n\
                 hint: send one `Host`, a name or an address, with a port or without\n",
            ),
            Self::Request(RequestError::Scheme) => (
                StatusCode::BAD_REQUEST,
                "the gateway forwards requests for `http` and `https` only\n\
                 hint: ask for a path, such as `/`\n",
            ),
            Self::Request(RequestError::HeaderLines) => (
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                "the request has too many header lines\n\
                 hint: send fewer, or raise the gateway's limit\n",
            ),
            Self::Request(RequestError::TransferCoding) => (
                StatusCode::NOT_IMPLEMENTED,
                "the gateway knows no transfer coding but `chunked`\n\
                 hint: say how a body is compressed in `Content-Encoding`\n",
            ),
            Self::WebSocketRefused => (
                StatusCode::FORBIDDEN,
                "pages of this origin may not open a WebSocket here\n\
                 hint: list the origin in the gateway's policy if they may\n",
            ),
            Self::PageRefused => (
                StatusCode::FORBIDDEN,
                "pages of this origin may not ask here\n\
                 hint: this is for one page alone, which the gateway was started with\n",
            ),
            Self::NoWebSocket => (
                StatusCode::BAD_GATEWAY,
                "the server behind the gateway opens no WebSocket\n\
                 hint: look into that server's log; it is asked for one over HTTP/1.1 only, by an upstream without `http2`\n",
            ),
            Self::Loop => (
                StatusCode::LOOP_DETECTED,
                "the server behind the gateway is the gateway itself\n\
                 hint: correct the gateway's upstream, or where it listens\n",
            ),
            Self::Upload(_) => (
                StatusCode::BAD_REQUEST,
                "the request's body broke off, or its chunks are none\n\
                 hint: see what the client sends, and what stands between it and the gateway\n",
            ),
            Self::UploadTimeout => (
                StatusCode::REQUEST_TIMEOUT,
                "the request's body stopped coming\n\
                 hint: see what the client waits for\n",
            ),
            Self::Connect(_) => (
                StatusCode::BAD_GATEWAY,
                "the gateway cannot reach the server behind it\n\
                 hint: start that server, or correct the gateway's upstream\n",
            ),
            Self::ConnectTimeout => (
                StatusCode::GATEWAY_TIMEOUT,
                "the gateway cannot reach the server behind it in time\n\
                 hint: see whether a firewall is between them, or correct the gateway's upstream\n",
            ),
            Self::BrokenOff(_) => (
                StatusCode::BAD_GATEWAY,
                "the server behind the gateway broke off before it answered\n\
                 hint: look into that server's log; it must speak HTTP/1.1, or HTTP/2 if the gateway's upstream says `http2`, and TLS only if that says `https`\n",
            ),
            Self::AnswerGrammar(error) => {
                return answer(
                    StatusCode::BAD_GATEWAY,
                    format!(
                        "the server behind the gateway gives an answer that is none of HTTP/1.1: {error}\n\
                         hint: look into that server's log; it must speak HTTP/1.1, and TLS only if the gateway's upstream says `https`\n"
                    ),
                );
            }
            Self::AnswerTimeout => (
                StatusCode::GATEWAY_TIMEOUT,
                "the server behind the gateway does not answer in time\n\
                 hint: look into that server's log for what it waits for\n",
            ),
            Self::AnswerTooLarge => (
                StatusCode::BAD_GATEWAY,
                "the server behind the gateway answers with too many header lines, or too long ones\n\
                 hint: let it send fewer; 100 lines and 16 KiB are passed on\n",
            ),
            Self::Conflict => (
                StatusCode::BAD_GATEWAY,
                "the server behind the gateway grants another access than the gateway's policy\n\
                 hint: turn that server's own CORS off, or make the policy grant the same\n",
            ),
            Self::AnswerHead(AnswerHeadError::Switching) => (
                StatusCode::BAD_GATEWAY,
                "the server behind the gateway switches to another protocol unasked\n\
                 hint: look into that server's log; the gateway asks for HTTP/1.1 alone\n",
            ),
            Self::AnswerHead(AnswerHeadError::TransferCoding) => (
                StatusCode::BAD_GATEWAY,
                "the server behind the gateway uses a transfer coding besides `chunked`\n\
                 hint: let it compress by `Content-Encoding`\n",
            ),
            Self::AnswerHead(AnswerHeadError::ContentLength) => (
                StatusCode::BAD_GATEWAY,
                "the server behind the gateway says more than one length of its answer\n\
                 hint: look for two places of it that set `Content-Length`\n",
            ),
        };
        answer(status, text)
    }
}

fn answer(status: StatusCode, text: impl Into<Bytes>) -> Response<AnswerBody> {
    let mut answer = Response::new(AnswerBody::text(text));
    *answer.status_mut() = status;
    answer
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::TimedOut => Self::ConnectTimeout,
            ConnectError::Failed(error) => Self::Connect(error),
        }
    }
}
