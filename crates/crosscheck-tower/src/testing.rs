//! A page of any origin asks your service as a browser would, in your own tests.
//!
//! [`Page::on`] is in a browser that remembers nothing, so that each call is the first. The pages of one [`Browser`]
//! share cookies, preflights and kept answers. [`Page::xhr`] and [`Page::web_socket`] are the other ways to ask.
//!
//! # Example
//! ```
//! use crosscheck_tower::testing::{FetchRule, Page, Run};
//! use crosscheck_tower::{Config, CorsLayer, Policy};
//! # use bytes::Bytes;
//! # use http::{Request, Response};
//! # use http_body_util::Full;
//! # use tower::{ServiceBuilder, ServiceExt};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let policy = Policy::new(&Config {
//! #     origins: vec!["https://app.example".into()],
//! #     methods: vec!["PUT".into()],
//! #     request_headers: vec!["x-token".into()],
//! #     ..Config::default()
//! # })?;
//! # let mut service = ServiceBuilder::new().layer(CorsLayer::new(policy)).service_fn(
//! #     |_: Request<Full<Bytes>>| async {
//! #         Ok::<_, std::convert::Infallible>(Response::new(Full::<Bytes>::default()))
//! #     },
//! # );
//! let put = |page: &str| Page::on(page).fetch("https://api.example/users/7").method("PUT");
//!
//! let told = put("https://app.example").header("x-token", "1").run(&mut service).await;
//! told.assert_allowed();
//!
//! // With credentials, this policy says too little; a failed assertion would tell what is missing.
//! let told = put("https://app.example").with_credentials().run(&mut service).await;
//! told.assert_refused_because(FetchRule::AllowCredentials);
//!
//! let told = put("https://evil.example").run(&mut service).await;
//! told.assert_refused_because(FetchRule::AllowOriginMissing);
//! # Ok(())
//! # }
//! ```

use std::fmt::Debug;
use std::future::Future;
use std::future::poll_fn;

use bytes::Bytes;
use crosscheck::agent::HttpRequest;
use crosscheck::wire::HeaderList;
pub use crosscheck_service::testing::Browser;
pub use crosscheck_service::testing::Cookie;
pub use crosscheck_service::testing::Fetch;
pub use crosscheck_service::testing::FetchReport;
pub use crosscheck_service::testing::FetchRule;
pub use crosscheck_service::testing::Page;
pub use crosscheck_service::testing::Profile;
use http::HeaderName;
use http::Request;
use http::Response;
use http::header;
use http_body::Body;
use http_body_util::BodyExt;
use http_body_util::Full;
use tower_service::Service;

/// Calls that a tower service answers.
pub trait Run {
    /// Makes the call. Requests have a body of [`Full<Bytes>`](Full); axum's routers and tonic's
    /// routes take it as it is, for others map the request. Answers are read to their end.
    fn run<S, B>(self, service: &mut S) -> impl Future<Output = FetchReport>
    where
        S: Service<Request<Full<Bytes>>, Response = Response<B>>,
        S::Error: Debug,
        B: Body,
        B::Error: Debug;
}

impl Run for Fetch {
    async fn run<S, B>(self, service: &mut S) -> FetchReport
    where
        S: Service<Request<Full<Bytes>>, Response = Response<B>>,
        S::Error: Debug,
        B: Body,
        B::Error: Debug,
    {
        self.send_by(async |message| {
            let request = request(message)?;
            poll_fn(|context| service.poll_ready(context)).await.map_err(|e| format!("{e:?}"))?;
            let answer = service.call(request).await.map_err(|error| format!("{error:?}"))?;
            let (head, body) = answer.into_parts();
            let headers = head.headers.iter();
            let headers: HeaderList =
                headers.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
            let body = body.collect().await.map_err(|error| format!("{error:?}"))?;
            let (status, body) = (head.status.as_u16(), body.to_bytes().to_vec().into());
            Ok(crosscheck::agent::Response { status, headers, body })
        })
        .await
    }
}

/// A message as HTTP/1.1 has it: the path as its target, the host in `Host`.
fn request(message: &HttpRequest) -> Result<Request<Full<Bytes>>, String> {
    let url = &message.url;
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let mut request =
        Request::builder().method(message.method.as_str()).uri(target).header(header::HOST, host);
    for (name, value) in message.headers.iter() {
        let name = HeaderName::try_from(name).map_err(|error| error.to_string())?;
        request = request.header(name, value);
    }
    request.body(Full::from(message.body.to_vec())).map_err(|error| error.to_string())
}
