//! `crosscheck explain`: from whatever people have to the rule, the reason and the fix.

mod command;
mod curl;
mod exchange;
mod har;
mod report;
mod topic;

pub(crate) use command::Arguments;
pub(crate) use command::run;
pub(crate) use har::RecordedExchange;
pub(crate) use har::recorded_exchanges;
pub(crate) use topic::example_case;
