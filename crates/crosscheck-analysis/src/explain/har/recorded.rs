//! What a HAR file knows of each request to another origin, as it was recorded.

use crosscheck::agent::HttpRequest;
use crosscheck::agent::Response;

use super::super::exchange::Answer;
use super::super::exchange::Ending;
use super::super::exchange::KnownRequest;
use super::super::overrides::Overrides;
use super::BROWSERS;
use super::file::File;
use crate::error::InputError;

/// A request of a page to another origin, and what a HAR file knows of its answers.
#[derive(Debug)]
#[non_exhaustive]
pub struct RecordedExchange {
    /// What the page asks.
    pub request: KnownRequest,
    /// The body that went along.
    pub body: Option<String>,
    /// Each message that a browser sends for it, and the answer, in order.
    pub answers: Vec<(HttpRequest, Response)>,
    /// Whether some browser refuses it, or none could be judged: most such were blocked.
    pub is_refused: bool,
    /// Whether the file knows every answer.
    pub is_known: bool,
}

/// Every request of a page to another origin in a HAR file.
pub fn recorded_exchanges(text: &str) -> Result<Vec<RecordedExchange>, InputError> {
    let mut file = File::parse(text)?;
    let nothing = Overrides::default();
    let mut exchanges = Vec::new();
    for index in 0..file.entries.len() {
        if file.entries[index].is_hop {
            continue;
        }
        let Some(request) = file.page_request(index, &nothing) else { continue };
        exchanges.push(file.exchange(index, request));
    }
    Ok(exchanges)
}

impl File {
    fn exchange(&mut self, index: usize, request: KnownRequest) -> RecordedExchange {
        let (mut answers, mut hops) = (Vec::new(), Vec::new());
        let (mut is_refused, mut is_known) = (false, true);
        for profile in BROWSERS {
            let ending = request.judge(profile, |message| {
                let answer = self.answer(index, message, &mut hops);
                if let Answer::Came(response) = &answer {
                    answers.push((message.clone(), response.clone()));
                }
                answer
            });
            is_refused |= !matches!(ending, Ok(Ending::Read));
            is_known &= !matches!(ending, Ok(Ending::Unknown(_)));
        }
        self.mark(&hops);
        let data = self.entries[index].request.post_data.take();
        RecordedExchange {
            request,
            body: data.map(|data| data.text),
            answers,
            is_refused,
            is_known,
        }
    }
}
