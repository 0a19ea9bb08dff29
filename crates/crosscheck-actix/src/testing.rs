//! A page of any origin asks your app as a browser would, in your own tests.
//!
//! [`Page::on`] is in a browser that remembers nothing, so that each call is the first. The pages of one [`Browser`]
//! share cookies, preflights and kept answers. [`Page::xhr`] and [`Page::web_socket`] are the other ways to ask.
//!
//! # Example
//! ```
//! use actix_web::test::init_service;
//! use actix_web::{App, HttpResponse, web};
//! use crosscheck_actix::testing::{FetchRule, Page, Run};
//! use crosscheck_actix::{Config, Cors, Policy};
//!
//! # #[actix_web::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let cors = Cors::new(Policy::new(&Config {
//! #     origins: vec!["https://app.example".into()],
//! #     methods: vec!["PUT".into()],
//! #     request_headers: vec!["x-token".into()],
//! #     ..Config::default()
//! # })?);
//! let user = web::put().to(|| async { HttpResponse::NoContent() });
//! let app = init_service(App::new().wrap(cors).route("/users/7", user)).await;
//! let put = |page: &str| Page::on(page).fetch("https://api.example/users/7").method("PUT");
//!
//! let told = put("https://app.example").header("x-token", "1").run(&app).await;
//! assert_eq!(told.assert_allowed().status, 204);
//!
//! // With credentials, this policy says too little; a failed assertion would tell what is missing.
//! let told = put("https://app.example").with_credentials().run(&app).await;
//! told.assert_refused_because(FetchRule::AllowCredentials);
//!
//! let told = put("https://evil.example").run(&app).await;
//! told.assert_refused_because(FetchRule::AllowOriginMissing);
//! # Ok(())
//! # }
//! ```

use std::future::Future;

use actix_http::Request;
use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::body::to_bytes;
use actix_web::dev::Service;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::http::header;
use actix_web::http::header::HeaderName;
use actix_web::http::header::HeaderValue;
use actix_web::test::TestRequest;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::wire::HeaderList;
pub use crosscheck_service::testing::Browser;
pub use crosscheck_service::testing::Cookie;
pub use crosscheck_service::testing::Fetch;
pub use crosscheck_service::testing::FetchReport;
pub use crosscheck_service::testing::FetchRule;
pub use crosscheck_service::testing::Page;
pub use crosscheck_service::testing::Profile;

/// Calls that an app answers.
pub trait Run {
    /// Makes the call. An error of the app is answered as its server would; answers are read to
    /// their end.
    fn run<S, B>(self, app: &S) -> impl Future<Output = FetchReport>
    where
        S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
        B: MessageBody + 'static;
}

impl Run for Fetch {
    async fn run<S, B>(self, app: &S) -> FetchReport
    where
        S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
        B: MessageBody + 'static,
    {
        self.send_by(async |message| {
            let answer = match app.call(request(message)?).await {
                Ok(answer) => answer.into_parts().1.map_into_boxed_body(),
                Err(error) => HttpResponse::from_error(error),
            };
            let (status, headers) = (answer.status().as_u16(), answer.headers().iter());
            let headers: HeaderList =
                headers.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
            let body = to_bytes(answer.into_body()).await.map_err(|error| error.to_string())?;
            Ok(Response { status, headers, body: body.to_vec().into() })
        })
        .await
    }
}

/// A message as HTTP/1.1 has it: the path as its target, the host in `Host`.
fn request(message: &HttpRequest) -> Result<Request, String> {
    let url = &message.url;
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let method = message.method.parse::<Method>().map_err(|error| error.to_string())?;
    let mut request = TestRequest::with_uri(target)
        .method(method)
        .insert_header((header::HOST, host))
        .set_payload(message.body.to_vec());
    for (name, value) in message.headers.iter() {
        let name = HeaderName::try_from(name).map_err(|error| error.to_string())?;
        let value = HeaderValue::from_bytes(value).map_err(|error| error.to_string())?;
        request = request.append_header((name, value));
    }
    Ok(request.to_request())
}
