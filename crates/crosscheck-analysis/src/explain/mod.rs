//! From whatever people have to the rule, the reason and the fix.

mod access_log;
mod answered;
mod as_written;
mod asked_by;
mod beside_it;
mod command_above;
mod configuration;
mod curl;
mod exchange;
mod har;
mod header_lines;
mod header_side;
mod how_to_ask;
mod input;
mod overrides;
mod pane;
mod report;
mod report_text;
mod tool_output;
mod topic;
mod transcript;
mod unanswered;
mod violation;
mod who_answered;

pub use exchange::KnownRequest;
pub use har::RecordedExchange;
pub use har::recorded_exchanges;
pub(crate) use header_side::meant_by;
pub use input::explain;
pub(crate) use input::lone_url;
pub use overrides::Overrides;
pub use report::Report;
pub use report::Verdict;
pub use topic::example_refusal;
pub use topic::names;
pub(crate) use transcript::recorded_answers;
