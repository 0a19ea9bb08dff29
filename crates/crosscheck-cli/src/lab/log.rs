//! What reached the API's origin, header by header, for the page to show.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::PoisonError;

use crosscheck_gateway::AnsweredBy;
use crosscheck_gateway::Exchange;
use crosscheck_gateway::Observer;
use http::HeaderMap;
use serde::Serialize;

/// The last exchanges of each run. Bounded: the oldest run is forgotten first.
#[derive(Debug, Default)]
pub(super) struct Log(Mutex<VecDeque<(String, Vec<Entry>)>>);

/// One exchange, as the gateway saw it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Entry {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) status: u16,
    pub(super) response_headers: Vec<(String, String)>,
    pub(super) answered_by: &'static str,
}

impl Log {
    /// Everything seen of a run, in order.
    pub(super) fn of(&self, run: &str) -> Vec<Entry> {
        let runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        runs.iter()
            .find(|(id, _)| id == run)
            .map(|(_, entries)| entries.clone())
            .unwrap_or_default()
    }
}

impl Observer for Log {
    fn answered(&self, exchange: &Exchange<'_>) {
        let path = exchange.request.uri.path();
        // A run's name is the second segment: `/simple/RUN`.
        let Some(run) = path.split('/').nth(2).filter(|run| run.len() <= MAX_RUN_NAME) else {
            return;
        };
        let entry = Entry {
            method: exchange.request.method.to_string(),
            path: path.to_owned(),
            headers: lines(&exchange.request.headers),
            status: exchange.response_status.as_u16(),
            response_headers: lines(exchange.response_headers),
            answered_by: match exchange.answered_by {
                AnsweredBy::Gateway => "gateway",
                AnsweredBy::Upstream => "upstream",
            },
        };
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match runs.iter_mut().find(|(id, _)| id == run) {
            Some((_, entries)) if entries.len() < MAX_ENTRIES => entries.push(entry),
            Some(_) => {}
            None => {
                runs.push_back((run.to_owned(), vec![entry]));
                if runs.len() > MAX_RUNS {
                    runs.pop_front();
                }
            }
        }
    }
}

fn lines(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect()
}

const MAX_RUN_NAME: usize = 64;
const MAX_RUNS: usize = 256;
const MAX_ENTRIES: usize = 32;
