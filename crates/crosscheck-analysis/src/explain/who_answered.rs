//! Who answered, where it was not the application that was asked: by the answer's headers, and by the words of
//! its body.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;
use crosscheck::audit::Message;
use crosscheck::audit::who_answered;
use crosscheck::catalog::Check;
use crosscheck::diagnosis::refused_by_the_server;
use crosscheck::diagnosis::word_of_a_gateway;
use crosscheck_export::Server;

use super::header_lines::header_line;
use super::report::Report;

/// What answers told of who gave them, each kind once: the first that tells it stands for all.
#[derive(Default)]
pub(super) struct Answerers {
    told: Vec<(Check, String)>,
}

impl Answerers {
    /// Looks at one answer.
    pub(super) fn look(&mut self, request: &HttpRequest, response: &Response) {
        let message = Message { request: request.clone(), response: response.clone() };
        for (check, evidence) in who_answered(&message) {
            if !self.told.iter().any(|(known, _)| *known == check) {
                self.told.push((check, evidence));
            }
        }
    }

    /// Notes what was seen.
    pub(super) fn note_in(self, report: &mut Report) {
        for (check, evidence) in self.told {
            report.notes.push(format!(
                "{evidence} tells that {}: {}",
                check.what().english,
                check.fix().english
            ));
        }
    }
}

/// The server that an answer's headers tell of.
pub(super) fn server_of(response: &Response) -> Option<Server> {
    let lines = response.headers.iter();
    let lines = lines.filter_map(|(name, value)| Some((name, str::from_utf8(value).ok()?)));
    Some(Server::told_by(lines)?.0)
}

/// Notes what the words of an answer's body tell, as far as a text has it.
pub(super) fn note_words(report: &mut Report, text: &str) {
    if let Some(sentence) = refused_by_the_server(text) {
        let server = OWN_WORDS.iter().find(|(words, _)| sentence.starts_with(words));
        for finding in &mut report.findings {
            finding.server = server.map(|(_, server)| *server).or(finding.server);
        }
        report.note(format!(
            "`{sentence}` is the word of the server's own library, which has a list and does not find in it \
             what was asked (the origin, else the method or a header): mend that list, and add no second \
             one in front of it"
        ));
    }
    if let Some((word, meaning)) = word_of_a_gateway(text) {
        report.note(format!("the answer says `{word}`: {}", meaning.english));
    }
    if speaks_of_fetch_metadata(text) {
        report.note(
            "the answer speaks of `Sec-Fetch-Site`, which only browsers send: the server refuses what pages of \
             other sites ask, before it comes to CORS. Where the page is yours, let its requests (`cors` in \
             `Sec-Fetch-Mode`, and its `Origin`) and their preflights pass that guard"
                .into(),
        );
    }
}

/// Whether what is no header line speaks of what browsers say of a request's page.
fn speaks_of_fetch_metadata(text: &str) -> bool {
    let mut lines = text.lines().take(MOST_LINES).filter(|line| {
        let line = line.trim_start_matches(['>', '<', '*', ' ']);
        line.len() < LONGEST && header_line(line).is_none() && !line.contains("-H ")
    });
    lines.any(|line| {
        let line = line.to_ascii_lowercase();
        line.contains("sec-fetch-site") || line.contains("fetch metadata")
    })
}

/// Words that only one server's library says.
const OWN_WORDS: [(&str, Server); 3] = [
    ("Invalid CORS request", Server::Spring),
    ("Reject: ", Server::Spring),
    ("Disallowed CORS ", Server::FastApi),
];

const MOST_LINES: usize = 4_096;
const LONGEST: usize = 4_096;
