//! Real servers, asked without a browser.

use crosscheck::scenario::Answer;
use crosscheck::scenario::Server;
use crosscheck::scenario::WireRequest;

/// One that is asked under whatever name the scenario's URLs give it.
pub(crate) struct Live<'a> {
    /// Where it is: `http://127.0.0.1:8080`.
    pub at: &'a str,
}

impl Server for Live<'_> {
    fn answer(&mut self, request: &WireRequest) -> Option<Answer> {
        let mut message = ureq::http::Request::builder()
            .method(request.method.as_str())
            .uri(format!("{}{}", self.at, request.path));
        for (name, value) in &request.headers {
            message = message.header(&**name, &**value);
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

/// Whether an answer to a page of this origin, or to nobody's page, says that it depends on who asks.
pub(crate) fn varies(url: &str, origin: Option<&str>) -> bool {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = origin.into_iter().fold(agent.get(url), |r, origin| r.header("origin", origin));
    let answer = request.call().expect("it answers");
    let lines = answer.headers().get_all("vary").iter();
    let mut names = lines.flat_map(|line| line.to_str().unwrap_or_default().split(','));
    names.any(|name| name.trim().eq_ignore_ascii_case("origin"))
}
