//! Real servers, asked without a browser.

use crosscheck::scenario::Answer;
use crosscheck::scenario::Server;
use crosscheck::scenario::WireRequest;

/// Those that the scenario's URLs name.
pub(crate) struct Live;

impl Server for Live {
    fn answer(&mut self, request: &WireRequest) -> Option<Answer> {
        let mut message = ureq::http::Request::builder()
            .method(request.method.as_str())
            .uri(format!("{}{}", request.origin, request.path));
        for (name, value) in &request.headers {
            message = message.header(name, value);
        }
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        let response = agent.run(message.body(()).ok()?).ok()?;
        let lines = response.headers().iter();
        let headers = lines.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        Some(Answer { status: response.status().as_u16(), headers, body: Vec::new() })
    }
}
