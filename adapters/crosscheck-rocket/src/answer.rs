//! An answer of Rocket, as `crosscheck` writes it.

use crosscheck::server::AnswerHeader;
use crosscheck::server::AnswerHeaders;
use crosscheck::server::AnswerValue;
use rocket::Response;

/// The headers of an answer, and the request's `Origin`, which may be echoed.
pub(crate) struct Answer<'a, 'r> {
    pub(crate) answer: &'a mut Response<'r>,
    pub(crate) origin: Option<&'a str>,
}

impl AnswerHeaders for Answer<'_, '_> {
    fn strip(&mut self) {
        AnswerHeader::OF_CORS.into_iter().for_each(|header| self.remove(header));
    }

    fn set(&mut self, header: AnswerHeader, value: AnswerValue<'_>) {
        self.answer.set_raw_header(header.name(), value.text.to_owned());
    }

    fn echo(&mut self, header: AnswerHeader) {
        if let Some(origin) = self.origin {
            self.answer.set_raw_header(header.name(), origin.to_owned());
        }
    }

    fn remove(&mut self, header: AnswerHeader) {
        self.answer.remove_header(header.name());
    }

    fn vary_lines(&self) -> impl Iterator<Item = &[u8]> {
        self.answer.headers().get("vary").map(str::as_bytes)
    }

    fn append_vary(&mut self, value: AnswerValue<'_>) {
        self.answer.adjoin_raw_header("vary", value.text.to_owned());
    }
}
