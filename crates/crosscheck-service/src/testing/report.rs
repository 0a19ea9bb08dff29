//! How a call ended.

use std::fmt;

use crosscheck::agent::Failure;
use crosscheck::agent::FilteredResponse;
use crosscheck::agent::Outcome;
use crosscheck::agent::ResponseType;
use crosscheck::catalog::FetchRule;
use crosscheck::diagnosis::broken_rule;
use crosscheck::wire::is_cors_safelisted_response_header_name;

use super::in_policy::in_policy;
use super::story::Story;

/// How a call ended. Shows as the whole story: each message, what broke, the header that mends it, and where the
/// policy says so.
#[derive(Clone, Debug)]
#[must_use]
pub struct FetchReport {
    /// What script sees, or why it sees nothing.
    pub result: Result<FilteredResponse, Failure>,
    story: Story,
}

impl FetchReport {
    pub(super) fn new(outcome: Outcome, story: Story) -> Self {
        Self { result: outcome.result, story }
    }

    /// What was sent, in order, a line each: `OPTIONS https://api.example/users`.
    pub fn sent(&self) -> &[String] {
        self.story.sent()
    }

    /// What script reads. Panics with the story if it may not.
    #[track_caller]
    pub fn assert_allowed(&self) -> &FilteredResponse {
        match &self.result {
            Ok(response) => response,
            Err(_) => panic!("the page should read the answer, and may not\n{self}"),
        }
    }

    /// The value of a header that script reads. Panics with the story if it may not read it, or there is
    /// none.
    #[track_caller]
    pub fn assert_reads_header(&self, name: &str) -> String {
        let seen = self.assert_allowed();
        if let Some(value) = seen.headers.get(name) {
            return String::from_utf8_lossy(&value).into_owned();
        }
        let is_hidden = seen.internal.headers.contains(name)
            && seen.response_type == ResponseType::Cors
            && !is_cors_safelisted_response_header_name(name);
        match is_hidden {
            true => panic!(
                "the page should read the header {name}, and may not\n{self}    fix   \
                 Access-Control-Expose-Headers: {name}\n          {}\n",
                in_policy("Access-Control-Expose-Headers", name).unwrap_or_default()
            ),
            false => panic!("the page should read the header {name}, and there is none\n{self}"),
        }
    }

    /// Panics with the story if script may read, or may not for another reason.
    #[track_caller]
    pub fn assert_refused_because(&self, rule: FetchRule) {
        match &self.result {
            Ok(_) => panic!("the page should be refused because of {rule}, and may read\n{self}"),
            Err(failure) if broken_rule(failure) != rule => {
                panic!("the page should be refused because of {rule}, and is for another\n{self}")
            }
            Err(_) => {}
        }
    }

    /// Panics with the story if the server turns a handshake away, as the guard of WebSockets does by 403.
    #[track_caller]
    pub fn assert_handshake_passes(&self) {
        let status = self.assert_allowed().status;
        assert!(status != 403, "the handshake should pass, and is turned away\n{self}");
    }

    /// Panics with the story if the server lets a handshake pass.
    #[track_caller]
    pub fn assert_handshake_turned_away(&self) {
        let status = self.assert_allowed().status;
        assert!(status == 403, "the handshake should be turned away, and passes\n{self}");
    }
}

impl fmt::Display for FetchReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.story.fmt(f)
    }
}
